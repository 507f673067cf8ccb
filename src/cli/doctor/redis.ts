import type { Diagnosis } from '../../diagnosis.js'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped } from './check.js'

/** Asks what processes share beside the database. */
export async function sharedFindings({ shared }: Pick<Diagnosis, 'shared'>): Promise<readonly Diagnosed[]> {
  const found = await shared()
  if (found === null) return [skipped('redis', 'the configuration has none')]
  if (found.answers) return [ok('redis', `${found.name} answers`)]
  return [
    fault(
      'redis',
      `${found.name} gives no answer: each process counts requests for itself, and hears of revocations by the database`,
      'start it, or correct its address in the configuration',
    ),
  ]
}
