import type { Audit, ReadEvents } from '../audit.js'
import type { Core } from '../core.js'
import type { EventFile, EventFileFormat } from '../event-file.js'
import { auditFiles, pagesOf } from '../event-file.js'
import type { EventType } from '../events.js'
import { auditExport, auditExportWriter, auditPruning, auditVerification } from '../input/audit.js'
import { readInput } from '../input/read-input.js'
import type { AuditProof } from '../audit-trail/proof.js'
import type { AuditPruned, AuditPruning } from '../audit-trail/pruning.js'
import { pruneAudit } from '../audit-trail/pruning.js'
import type { Sealing } from '../audit-trail/sealing.js'
import type { AuditReport, AuditVerification } from '../audit-trail/verification.js'
import { verifyAudit } from '../audit-trail/verification.js'
import type { Acting } from './acting.js'

/** Which events are written elsewhere, and how. Times are epoch milliseconds and are not themselves in. */
export interface AuditExport {
  /** Events about this user, or made by them. Default: about anybody. */
  readonly userId?: string
  readonly type?: EventType
  readonly before?: number
  readonly after?: number
  /** JSON lines, or CSV with a heading. */
  readonly format: EventFileFormat
}

/** The audit as a whole: its proof that nobody changed it, a copy of it, and what becomes of what is old. */
export interface HostAudit {
  /** Checks every row and every seal, and names the first that is not as keyward left it. */
  verify(which?: AuditVerification): Promise<AuditReport>
  /** Seals what is in the audit now, without waiting for 10 s or 1,000 rows. */
  seal(): Promise<void>
  /**
   * Hands over events as texts of some hundred lines each, newest first, and waits until each is taken: what is held is one text, however many
   * there are. What `write` throws ends it. What happened a moment ago may be missing where a replica answers. 422.
   */
  export(which: AuditExport, write: (text: string) => void | PromiseLike<void>): Promise<AuditExported>
  /** Hands over rows that are old enough, and then removes them; their seals stay. 409 `conflict` where one is not as keyward left it. */
  prune(which: AuditPruning): Promise<AuditPruned>
}

/** How many events were written elsewhere. */
export interface AuditExported {
  readonly rows: number
}

/** What it is made of. */
export interface AuditTrail {
  readonly proof: AuditProof
  readonly sealing: Sealing
}

/** Makes `keyward.audit`. */
export function hostAudit(
  { store, journal, options, usage }: Pick<Core, 'store' | 'journal' | 'options' | 'usage'>,
  { proof, sealing, audit }: AuditTrail & { readonly audit: Audit },
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
    async export(which, write) {
      const { format, ...filter } = readInput(auditExport, which)
      return exported(await audit.all(filter), {
        file: auditFiles[format],
        write: readInput(auditExportWriter, write),
      })
    },
    prune: async (which) =>
      pruneAudit({ auditSeals, journal, proof, actor, now: options.now }, readInput(auditPruning, which)),
  } satisfies HostAudit)
}

async function exported(
  read: ReadEvents,
  { file, write }: { readonly file: EventFile; readonly write: (text: string) => void | PromiseLike<void> },
): Promise<AuditExported> {
  let rows = 0
  if (file.heading !== '') await write(file.heading)
  for await (const events of pagesOf(read)) {
    if (events.length > 0) await write(events.map(file.line).join(''))
    rows += events.length
  }
  return { rows }
}
