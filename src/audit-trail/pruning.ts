import { KeywardError } from '../errors.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Journal } from '../journal.js'
import type { AuditSealRow, AuditSealStore } from '../store/audit-seal.js'
import { faultOfRows } from './fault.js'
import type { AuditProof } from './proof.js'
import { rowsOfSeal } from './sealing.js'

/** What is to be removed from the audit, and where it goes first. */
export interface AuditPruning {
  /** Rows under seals all of whose rows are older than this, epoch ms. */
  readonly before: number
  /** Takes the rows of one seal, oldest first, to where they are kept. */
  readonly write: (events: readonly AuditEvent[]) => Promise<void>
  /** Makes sure that all that was written is kept, such as by a sync of the file: nothing is removed before. */
  readonly finish: () => Promise<void>
}

/** How many seals had their rows removed, and how many rows that were. */
export interface AuditPruned {
  readonly seals: number
  readonly rows: number
}

interface Needs {
  readonly auditSeals: AuditSealStore
  readonly journal: Journal
  readonly proof: AuditProof
  readonly actor: Actor
  now(): number
}

const sealsAtOnce = 20

/**
 * Hands over the rows that are old enough, and then removes them; their seals stay. 409 `conflict`, with nothing removed, where a row or a seal
 * is not as keyward left it: what is wrong would otherwise be gone with it.
 */
export async function pruneAudit(
  { auditSeals, journal, proof, actor, now }: Needs,
  { before, write, finish }: AuditPruning,
): Promise<AuditPruned> {
  const over: AuditSealRow[] = []
  for await (const seal of unpruned()) {
    const held = await auditSeals.sealed(seal.number, rowsOfSeal + 1)
    if (held.some(({ event }) => event.at >= before)) break
    if (!proof.seals.fits(seal) || faultOfRows(seal, held, proof)) throw new KeywardError('conflict')
    await write(held.map(({ event }) => event))
    over.push(seal)
  }
  await finish()
  for (const seal of over) {
    const content = { ...seal, prunedAt: now() }
    const pruned = { ...content, ids: null, ...proof.seals.macOf(content) }
    await journal.commit([auditSeals.prune(pruned)], removalOf(seal))
  }
  return { seals: over.length, rows: over.reduce((sum, { count }) => sum + count, 0) }

  async function* unpruned(): AsyncGenerator<AuditSealRow> {
    for (let number = 1; ;) {
      const batch = await auditSeals.list(number, sealsAtOnce)
      for (const seal of batch) if (seal.prunedAt === null) yield seal
      number = (batch.at(-1)?.number ?? number) + 1
      if (batch.length < sealsAtOnce) return
    }
  }

  function removalOf({ number, count }: AuditSealRow): AuditEvent {
    const subject = { kind: 'audit_seal', id: String(number), name: null }
    return auditEvent(now(), actor, { type: 'audit.pruned', subject, userId: null, count })
  }
}
