import type { EndingKind, ExpiringNeeds } from '../credentials/expiring.js'
import { tellExpiring } from '../credentials/expiring.js'
import { endOfApiKey, longestLifeOfApiKey } from '../credentials/lifetime.js'
import { endOfSshKey, longestLifeOfSshKey } from './expiry.js'
import { fingerprintText } from './fingerprint.js'

const kinds: readonly EndingKind[] = [
  {
    kind: 'api_key',
    longestLife: longestLifeOfApiKey,
    endOf: endOfApiKey,
    hintOf: ({ hint }) => hint ?? '',
  },
  {
    kind: 'ssh_key',
    longestLife: longestLifeOfSshKey,
    endOf: endOfSshKey,
    hintOf: ({ hint }) => fingerprintText(hint ?? ''),
  },
]

/** Tells users of each of their API keys and SSH keys that ends within 7 days, once. */
export async function tellExpiringKeys(core: ExpiringNeeds, stop: AbortSignal): Promise<void> {
  for (const kind of kinds) await tellExpiring(core, kind, stop)
}
