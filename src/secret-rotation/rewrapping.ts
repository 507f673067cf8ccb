import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AuditProof } from '../audit-trail/proof.js'
import type { Core } from '../core.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { KeyedRow, KeyedText, MovableContent, MovableTable, OtherKeys } from '../store/keyed-row.js'
import { macTables, sealedTables } from '../store/keyed-row.js'
import { moversOf } from './movers.js'
import type { ConfiguredKeys } from './present-key.js'
import { configuredKeys, isConfigured, isSealed, presentIn } from './present-key.js'

/** Why a row was left where it was: it is not as keyward wrote it, its key is not configured, or the key service does not open it. */
export type LeftBecause = 'altered' | 'key_missing' | 'unreadable'

/** A row that was left where it was. */
export interface LeftRow {
  readonly table: MovableTable
  readonly id: string
  readonly reason: LeftBecause
}

/** What is told on the way, and what ends it early. */
export interface Rewrapping {
  /** Is told how many rows were looked at so far. */
  readonly progress?: (rows: number) => void
  /** Aborted, it ends with the batch under way. */
  readonly signal?: AbortSignal
}

/** What came of it. */
export interface Rewrapped {
  /** How many rows were moved, those among them that another process moved at the same moment. */
  readonly moved: number
  /** How many were left where they were. */
  readonly left: number
  /** The first 1,000 of those. */
  readonly leftRows: readonly LeftRow[]
  /** Whether every row was looked at: not so where `signal` came first. */
  readonly finished: boolean
}

/** What became of some rows of a table. */
interface Batch {
  readonly moved: number
  readonly left: readonly LeftRow[]
}

/** A row, and where it goes or why it stays. */
interface Judged {
  readonly row: KeyedRow
  readonly to?: KeyedText
  readonly reason?: LeftBecause
}

interface Read<T = MovableTable> {
  readonly table: T
  readonly keys: ConfiguredKeys
  readonly which: OtherKeys
}

/** Moves rows to the present key. */
export type Rewrap = (actor: Actor, how: Rewrapping) => Promise<Rewrapped>

const batch = 100
/** How many rows of a batch are asked for at once where a key service is asked. */
const atOnce = 20
const maxListed = 1000

type Needs = Pick<Core, 'store' | 'options' | 'journal' | 'sealer' | 'genuine'>

/**
 * Makes it. Rows move in batches by their ids, each only if it still holds what was read, so that whoever uses one meanwhile finds it under the
 * one key or the other, and several processes can do it at once. What was moved stays so, whenever it ends.
 */
export function rewrapping(core: Needs, proof: AuditProof): Rewrap {
  const { store, options, journal } = core
  const movers = moversOf(core, proof)
  return async (actor, { progress, signal }) => {
    const keys = await configuredKeys(options)
    const done = { moved: 0, left: 0, leftRows: new Array<LeftRow>() }
    for (const table of [...sealedTables, ...macTables]) {
      for await (const { moved, left } of batchesOf(keys, table, signal)) {
        done.moved += moved
        done.left += left.length
        done.leftRows.push(...left.slice(0, maxListed - done.leftRows.length))
        progress?.(done.moved + done.left)
      }
      if (signal?.aborted === true) break
    }
    if (done.moved > 0) await journal.commit([], rewrapped(actor, keys, done.moved))
    return { ...done, finished: signal?.aborted !== true }
  }

  /** Moves a table, a batch at a time, until nothing of it is left or it is told to end. */
  async function* batchesOf(
    keys: ConfiguredKeys,
    table: MovableTable,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Batch> {
    for (let after: string | number | null = null; signal?.aborted !== true;) {
      const read: Read = { table, keys, which: { not: presentIn(keys, table), after, limit: batch } }
      const { last, ...moved } = await moveBatch(read)
      yield moved
      // SQLite answers at once: without a turn in between, nobody else would have one until all is moved, nor Ctrl-C be heard.
      await nextTurn()
      if (last === null) return
      after = last
    }
  }

  async function moveBatch<T extends MovableTable>({ table, keys, which }: Read<T>) {
    const rows = await store.keyedRows.others(table, which)
    const judged: Judged[] = []
    for (let i = 0; i < rows.length; i += atOnce) {
      judged.push(...(await Promise.all(rows.slice(i, i + atOnce).map((row) => judge(keys, table, row)))))
    }
    const writes = judged.flatMap(({ row, to }) => (to ? [store.keyedRows.move(table, row, to)] : []))
    await store.commit(writes)
    const left = judged.flatMap(({ row, reason }) =>
      reason ? [{ table, id: String(row.id), reason } as const] : [],
    )
    return { moved: writes.length, left, last: rows.length < batch ? null : (rows.at(-1)?.id ?? null) }
  }

  async function judge<T extends MovableTable>(
    keys: ConfiguredKeys,
    table: T,
    row: KeyedRow<MovableContent[T]>,
  ): Promise<Judged> {
    if (!isConfigured(keys, table, row.keyId)) return { row, reason: 'key_missing' }
    const to = await movers[table](row)
    if (to) return { row, to }
    // A key service that is away opens nothing: that is no fault of the row, and ends all of it.
    if (isSealed(table)) await configuredKeys(options)
    return { row, reason: isSealed(table) ? 'unreadable' : 'altered' }
  }

  function rewrapped(actor: Actor, { secretIds }: ConfiguredKeys, count: number): AuditEvent {
    const subject = { kind: 'secret', id: secretIds[0] ?? '', name: null }
    return auditEvent(options.now(), actor, { type: 'secrets.rewrapped', subject, userId: null, count })
  }
}
