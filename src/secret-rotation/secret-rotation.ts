import type { AuditProof } from '../audit-trail/proof.js'
import type { Core } from '../core.js'
import type { Rewrap } from './rewrapping.js'
import { rewrapping } from './rewrapping.js'
import type { SecretStatus } from './status.js'
import { secretStatus } from './status.js'

/** Rotating the configured secrets: what each is needed for, and moving rows to the first one. */
export interface SecretRotation {
  status(): Promise<SecretStatus>
  readonly rewrap: Rewrap
}

/** Makes the service. */
export function secretRotation(
  core: Pick<Core, 'store' | 'options' | 'journal' | 'sealer' | 'genuine' | 'usage'>,
  proof: AuditProof,
): SecretRotation {
  return Object.freeze({
    async status() {
      // What was used a moment ago has moved once that is written.
      await core.usage.flush()
      return secretStatus(core)
    },
    rewrap: rewrapping(core, proof),
  } satisfies SecretRotation)
}
