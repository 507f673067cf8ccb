import { setImmediate as nextTurn } from 'node:timers/promises'
import { KeywardError } from '../errors.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Journal } from '../journal.js'
import type { AuditSealRow, AuditSealStore } from '../store/audit-seal.js'
import type { AuditAnchor } from './anchor.js'
import { anchorOf, isAt } from './anchor.js'
import { faultOfRows } from './fault.js'
import type { AuditProof } from './proof.js'
import { rowsOfSeal } from './sealing.js'

/** What is to be removed from the audit, and where it goes first. */
export interface AuditPruning {
  /** Rows under seals all of whose rows are older than this, epoch ms. */
  readonly before: number
  /** Takes the rows of one seal, oldest first, to where they are kept. */
  readonly write: (events: readonly AuditEvent[], seal: AuditAnchor) => Promise<void>
  /** Makes sure that all that was written is kept, such as by a sync of the file: nothing is removed before. */
  readonly finish: () => Promise<void>
  /** The seal that ends what is kept there already: 409 where this audit has another one. */
  readonly after?: AuditAnchor
  /** At most so many seals, the oldest. Default: all. */
  readonly limit?: number
  /** Stops it: what was written is finished, and the seal under way removed. */
  readonly signal?: AbortSignal
  /** Is told how many rows were removed so far. */
  readonly progress?: (rows: number) => void
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
  { before, write, finish, after, limit = Infinity, signal, progress }: AuditPruning,
): Promise<AuditPruned> {
  if (after) await checkPlace(after)
  const over: AuditSealRow[] = []
  for await (const seal of unpruned()) {
    if (signal?.aborted || over.length >= limit) break
    const held = await auditSeals.sealed(seal.number, rowsOfSeal + 1)
    if (held.some(({ event }) => event.at >= before)) break
    if (!proof.seals.fits(seal) || faultOfRows(seal, held, proof)) throw altered(seal)
    await write(
      held.map(({ event }) => event),
      anchorOf(seal),
    )
    // The ids alone would be more than all else that is held.
    over.push({ ...seal, ids: null })
  }
  await finish()
  let [seals, rows] = [0, 0]
  for (const seal of over) {
    if (signal?.aborted) break
    const content = { ...seal, prunedAt: now() }
    const pruned = { ...content, ...proof.seals.macOf(content) }
    // Where another process was first, it has recorded that.
    if (!(await journal.commit([auditSeals.prune(pruned)], removalOf(seal)))) continue
    seals++
    rows += seal.count
    progress?.(rows)
  }
  return { seals, rows }

  async function checkPlace(last: AuditAnchor): Promise<void> {
    const [seal] = await auditSeals.list(last.number, 1)
    if (seal?.number === last.number && isAt(last, seal)) return
    const message = `what is kept ends with seal ${String(last.number)}, which is not the one of this audit`
    throw new KeywardError('conflict', { message })
  }

  async function* unpruned(): AsyncGenerator<AuditSealRow> {
    for (let number = 1; ;) {
      const batch = await auditSeals.unpruned(number, sealsAtOnce)
      for (const seal of batch) {
        // SQLite answers at once, and whoever takes the rows may as well.
        await nextTurn()
        yield seal
      }
      number = (batch.at(-1)?.number ?? number) + 1
      if (batch.length < sealsAtOnce) return
    }
  }

  function removalOf({ number, count }: AuditSealRow): AuditEvent {
    const subject = { kind: 'audit_seal', id: String(number), name: null }
    return auditEvent(now(), actor, { type: 'audit.pruned', subject, userId: null, count })
  }
}

function altered({ number }: AuditSealRow): KeywardError {
  const message = `seal ${String(number)}, or a row under it, is not as keyward left it: nothing was removed`
  return new KeywardError('conflict', { message })
}
