import type { Diagnosis } from '../../diagnosis.js'
import type { Diagnosed } from './check.js'
import { fault, ok } from './check.js'

/** Looks whether the secrets are those under which everything was sealed. */
export async function sealingFindings({
  sealing,
}: Pick<Diagnosis, 'sealing'>): Promise<readonly Diagnosed[]> {
  const id = 'keys.canary'
  const found = await sealing()
  if (found === 'fits') return [ok(id, 'what is sealed can be opened')]
  if (found === 'none') return [ok(id, 'nothing was sealed so far')]
  return [
    fault(
      id,
      'what is sealed cannot be opened: no configured secret, or key service, is the one that sealed it; second factors answer 503',
      'put the former secret back, behind the first: KEYWARD_SECRET is not the one that this database was used with',
    ),
  ]
}
