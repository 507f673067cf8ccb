import { table } from './table.js'

/** The single row (id 1) that moves with every revocation and serialises what must not overlap. */
export interface RevisionRecord {
  id: number
  value: number
}

export const revisionTable = table<RevisionRecord>({
  name: 'revision',
  columns: {
    id: { name: 'id', kind: 'integer', primary: true },
    value: { name: 'value', kind: 'integer' },
  },
  indexes: [],
  owner: null,
})
