import { table } from './table.js'

/** Counters: row 1 moves with every revocation and serialises what must not overlap, row 2 with every change of the SSH grants. */
export interface RevisionRecord {
  id: number
  value: number
}

/** Keeps one row for each counter. */
export const revisionTable = table<RevisionRecord>({
  name: 'revision',
  columns: {
    id: { name: 'id', kind: 'integer', primary: true },
    value: { name: 'value', kind: 'integer' },
  },
  indexes: [],
  owner: null,
})
