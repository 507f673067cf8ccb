import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AuditEvent } from '../events.js'
import type { Options } from '../options.js'
import type { AuditSealRow } from '../store/audit-seal.js'
import { ConflictError } from '../store/write.js'
import { canonicalOf } from './canonical.js'
import { linkOf } from './link.js'
import { merkleRoot } from './merkle.js'
import type { AuditProof } from './proof.js'

/** How many rows a seal holds at most. */
export const rowsOfSeal = 1000
const everyMs = 10_000

/** Seals what is in the audit: after 10 s, or 1,000 rows, whichever comes first. Nobody who writes to the audit waits for it. */
export interface Sealing {
  /** Notes that a row is being added. */
  added(): void
  /** Seals all that no seal holds yet, genuine or not: what is not is found by whoever verifies. */
  all(): Promise<void>
  /** Stops, once the seal under way is made. */
  close(): Promise<void>
}

/** Makes the sealing. Where several processes seal at once one of them makes the next seal, since a number is given once. */
export function sealing(
  { store, now }: Pick<Options, 'store' | 'now'>,
  proof: Pick<AuditProof, 'seals'>,
): Sealing {
  let timer: NodeJS.Timeout | undefined
  let waiting = 0
  let running: Promise<void> | undefined
  let closed = false

  return Object.freeze({
    added() {
      waiting++
      if (closed) return
      if (waiting >= rowsOfSeal) void soon()
      else timer ??= setTimeout(() => void soon(), everyMs).unref()
    },
    all,
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  } satisfies Sealing)

  /** Seals what waits. Where that fails nothing is lost: rows wait in the audit itself, and go under the seal that is made next. */
  function soon(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    waiting = 0
    return (running ??= all()
      .catch(() => undefined)
      .finally(() => (running = undefined)))
  }

  async function all(): Promise<void> {
    for (;;) {
      // The newest seal is read first: whoever seals the same rows meanwhile has then taken the number that is wanted here.
      const before = await store.auditSeals.newest()
      const rows = await store.auditSeals.unsealed(null, rowsOfSeal)
      if (rows.length === 0) return
      const events = rows.map(({ event }) => event)
      const seal = sealOver(events, before, { at: now(), proof })
      const done = await store.commit([store.auditSeals.add(seal)]).catch((error: unknown) => {
        if (error instanceof ConflictError) return false
        throw error
      })
      // Another process seals the same rows.
      if (!done || rows.length < rowsOfSeal) return
      // SQLite answers at once, and much may have waited.
      await nextTurn()
    }
  }
}

/** Makes the seal over rows, in their order, that follows the one before (`null` = it is the first). */
export function sealOver(
  rows: readonly AuditEvent[],
  before: AuditSealRow | null,
  { at, proof }: { readonly at: number; readonly proof: Pick<AuditProof, 'seals'> },
): AuditSealRow {
  const ids = rows.map(({ id }) => id)
  const content = {
    number: (before?.number ?? 0) + 1,
    from: ids.at(0) ?? '',
    to: ids.at(-1) ?? '',
    count: ids.length,
    root: merkleRoot(rows.map(canonicalOf)),
    previous: before && linkOf(before),
    at,
    prunedAt: null,
  }
  return { ...content, ids, ...proof.seals.macOf(content) }
}
