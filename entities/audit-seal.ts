import { table } from './table.js'

/** A seal over rows of the audit: what they were when it was made. */
export interface AuditSealRecord {
  /** 1, 2, 3 and so on. */
  number: number
  /** The ids of the first and of the last row, as ids sort. */
  from: string
  to: string
  count: number
  /** The Merkle root over the rows, 64 hex digits. */
  root: string
  /** A hash over the seal before; `null` = this is the first. */
  previous: string | null
  at: number
  /** When its rows were exported and removed. */
  prunedAt: number | null
  /** The ids of its rows, so that one that is missing can be named. */
  ids: readonly string[] | null
  mac: string
  keyId: string
}

/** Finds a seal by its number. Two processes that seal at the same time would both take the next one, so only one of them does. */
export const auditSealTable = table<AuditSealRecord>({
  name: 'audit_seal',
  columns: {
    number: { name: 'number', kind: 'integer', primary: true },
    from: { name: 'from_id', kind: 'id' },
    to: { name: 'to_id', kind: 'id' },
    count: { name: 'row_count', kind: 'integer' },
    root: { name: 'root', kind: 'digest' },
    previous: { name: 'previous', kind: 'digest', nullable: true },
    at: { name: 'at', kind: 'time' },
    prunedAt: { name: 'pruned_at', kind: 'time', nullable: true },
    ids: { name: 'ids', kind: 'json', nullable: true },
    mac: { name: 'mac', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
  },
  indexes: [],
  owner: null,
})
