import type { Core } from '../core.js'
import { auditPruning, auditVerification } from '../input/audit.js'
import { readInput } from '../input/read-input.js'
import type { AuditProof } from '../audit-trail/proof.js'
import type { AuditPruned, AuditPruning } from '../audit-trail/pruning.js'
import { pruneAudit } from '../audit-trail/pruning.js'
import type { Sealing } from '../audit-trail/sealing.js'
import type { AuditReport, AuditVerification } from '../audit-trail/verification.js'
import { verifyAudit } from '../audit-trail/verification.js'
import type { Acting } from './acting.js'

/** The audit’s proof that nobody changed it. */
export interface HostAudit {
  /** Checks every row and every seal, and names the first that is not as keyward left it. */
  verify(which?: AuditVerification): Promise<AuditReport>
  /** Seals what is in the audit now, without waiting for 10 s or 1,000 rows. */
  seal(): Promise<void>
  /** Hands over rows that are old enough, and then removes them; their seals stay. 409 `conflict` where one is not as keyward left it. */
  prune(which: AuditPruning): Promise<AuditPruned>
}

/** What it is made of. */
export interface AuditTrail {
  readonly proof: AuditProof
  readonly sealing: Sealing
}

/** Makes `keyward.audit`. */
export function hostAudit(
  { store, journal, options, usage }: Pick<Core, 'store' | 'journal' | 'options' | 'usage'>,
  { proof, sealing }: AuditTrail,
  { actor }: Pick<Acting, 'actor'>,
): HostAudit {
  const { auditSeals } = store
  return Object.freeze({
    async verify(which = {}) {
      await usage.flush()
      return verifyAudit(store, proof, readInput(auditVerification, which))
    },
    async seal() {
      await usage.flush()
      await sealing.all()
    },
    prune: async (which) =>
      pruneAudit({ auditSeals, journal, proof, actor, now: options.now }, readInput(auditPruning, which)),
  } satisfies HostAudit)
}
