import type { Core } from '../core.js'
import type { KeyedCount, KeyedTable } from '../store/keyed-row.js'
import { digestTables } from '../store/keyed-row.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import type { ConfiguredKeys } from './present-key.js'
import { configuredKeys, isSealed, presentIn } from './present-key.js'

/** How rows come to stand under another key: `rewrap` moves them, their own secret does when it is next used, or they only end. */
export type KeyMove = 'rewrap' | 'use' | 'end'

/** The rows of one table that stand under one key. Times are RFC 3339. */
export interface RowsUnderKey {
  readonly table: KeyedTable
  /** How many need the key: those that have ended by themselves are not counted. */
  readonly count: number
  /** How many have ended by themselves, and wait to be taken away. */
  readonly ended: number
  readonly move: KeyMove
  /** When all of them will have ended by themselves; `null` = some never do. */
  readonly endBy: string | null
  /** When one of them was last used; `null` = never, or nobody notes it. */
  readonly lastUsedAt: string | null
}

/** A key, and what stands under it. */
export interface KeyStatus {
  readonly keyId: string
  /** Its place in `secrets`, from 0 on; `null` = it is not there. */
  readonly place: number | null
  /** Whose key it is: one of `secrets`, one of `keyProvider`, or one that is not configured, under which nothing can be used. */
  readonly from: 'secrets' | 'key_provider' | 'nowhere'
  readonly rows: readonly RowsUnderKey[]
}

/** Keys that were renewed and whose secret from before still works: it may stand under an older secret, and ends with that. */
export interface RenewedKeys {
  readonly table: KeyedTable
  readonly count: number
  /** When the last overlap is over, RFC 3339. */
  readonly until: string
}

/** What the configured secrets are still needed for. */
export interface SecretStatus {
  /** Every configured secret in its order, then every other key that rows stand under. */
  readonly keys: readonly KeyStatus[]
  /** How many rows stand under another key than new ones do, by how they can come away from it. */
  readonly left: Readonly<Record<KeyMove, number>>
  readonly renewed: readonly RenewedKeys[]
}

/** Counts what stands under which key. */
export async function secretStatus({
  store,
  options,
}: Pick<Core, 'store' | 'options'>): Promise<SecretStatus> {
  const keys = await configuredKeys(options)
  const now = options.now()
  const counts = await store.keyedRows.counts(now)
  const overlaps = await store.keyedRows.overlaps(now)
  return {
    keys: idsOf(keys, counts).map((keyId) => keyStatus(keys, counts, keyId)),
    left: leftIn(keys, counts),
    renewed: overlaps.map(({ until, ...overlap }) => ({ ...overlap, until: rfc3339(until) })),
  }
}

function idsOf({ secretIds, sealingId }: ConfiguredKeys, counts: readonly KeyedCount[]): readonly string[] {
  return [...new Set([...secretIds, sealingId, ...counts.map(({ keyId }) => keyId)])]
}

function keyStatus(keys: ConfiguredKeys, counts: readonly KeyedCount[], keyId: string): KeyStatus {
  const under = counts.filter((count) => count.keyId === keyId)
  const place = keys.secretIds.indexOf(keyId)
  const isProvided =
    keys.isProvided && (keyId === keys.sealingId || under.some(({ table }) => isSealed(table)))
  const elsewhere = isProvided ? 'key_provider' : 'nowhere'
  return {
    keyId,
    place: place === -1 ? null : place,
    from: place === -1 ? elsewhere : 'secrets',
    rows: under.map(rowsUnderKey),
  }
}

function rowsUnderKey({ table, count, ended, endless, lastEnd, lastUse }: KeyedCount): RowsUnderKey {
  const move = moveOf(table)
  // What can be moved is moved whether it has ended or not.
  const over = move === 'rewrap' ? 0 : ended
  return {
    table,
    count: count - over,
    ended: over,
    move,
    endBy: endless > 0 ? null : rfc3339OrNull(lastEnd),
    lastUsedAt: rfc3339OrNull(lastUse),
  }
}

function leftIn(keys: ConfiguredKeys, counts: readonly KeyedCount[]): Readonly<Record<KeyMove, number>> {
  const left = { rewrap: 0, use: 0, end: 0 }
  for (const counted of counts) {
    if (counted.keyId === presentIn(keys, counted.table)) continue
    const { move, count } = rowsUnderKey(counted)
    left[move] += count
  }
  return left
}

function moveOf(table: KeyedTable): KeyMove {
  if (!digestTables.some((digest) => digest === table)) return 'rewrap'
  return ['api_key', 'service_key', 'token', 'ssh_host'].includes(table) ? 'use' : 'end'
}
