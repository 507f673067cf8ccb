import { secretMatches } from '../input/secret-match.js'
import { scannedSecrets } from './answer/secret-scanning.js'
import type { Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

/** Where secrets that were found in public are reported, as GitHub's partner program does it; none where the app has not switched it on. */
export function secretScanningRoutes({ secretScanning, options }: Services): readonly Route[] {
  if (!options.secretScanning) return []
  return [
    route('post', '/secret-scanning', {
      operation: 'reportLeakedSecrets',
      summary:
        'Ends the API keys and tokens of a signed report of GitHub’s secret scanning (`[{ token, type, url }]`), and says which were real.',
      answers: { 200: scannedSecrets },
      refusals: ['invalid_signature'],
      signed: secretMatches,
      level: 'anon',
      handler: async ({ client, bytes }) => ok(await secretScanning.report(client, bytes)),
    }),
  ]
}
