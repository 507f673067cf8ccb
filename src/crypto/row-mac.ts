import { timingSafeEqual } from 'node:crypto'
import { deriveKey, keyIdOf } from './derive.js'
import { hmacSha256 } from './digest.js'

/** What is stored in a row to prove that keyward wrote it. */
export interface RowMac {
  /** 64 lower-case hex digits. */
  readonly mac: string
  /** The id of the configured secret that made it. */
  readonly keyId: string
}

/** Tells rows that keyward wrote from rows that somebody else put into the table, or changed there. */
export interface RowMacs<Row> {
  /** The MAC of a row under the first configured secret. */
  macOf(row: Row): RowMac
  /** Whether keyward wrote these values, under any of the configured secrets. */
  fits(row: Row & RowMac): boolean
  /** The MAC under the first configured secret; `null` when the row's own was made under that already. */
  renewed(row: Row & RowMac): RowMac | null
}

/** Makes the MACs of one table, over those values of a row that decide something (HMAC-SHA-256, keys by HKDF). No row fits in another table. */
export function rowMacs<Row>(
  secrets: readonly string[],
  table: string,
  valuesOf: (row: Row) => readonly (string | number | boolean | null)[],
): RowMacs<Row> {
  const keys = new Map(secrets.map((text) => [keyIdOf(text), hmacSha256(deriveKey(text, 'row mac'))]))
  const [present] = keys
  if (!present) throw new TypeError('at least one secret is needed')
  const [keyId, hmac] = present
  // JSON, so that two rows never make the same text, whatever their values hold.
  const textOf = (row: Row): string => JSON.stringify([table, ...valuesOf(row)])
  const macOf = (row: Row): RowMac => ({ mac: hmac(textOf(row)), keyId })

  return Object.freeze({
    macOf,
    fits: (row) => isSame(row.mac, keys.get(row.keyId)?.(textOf(row))),
    renewed: (row) => (row.keyId === keyId ? null : macOf(row)),
  } satisfies RowMacs<Row>)
}

function isSame(given: string, expected: string | undefined): boolean {
  if (expected === undefined) return false
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
