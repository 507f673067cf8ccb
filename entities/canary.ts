import { table } from './table.js'

/** The single row (id 1) that opens only under the right key-encryption key. */
export interface CanaryRecord {
  id: number
  sealed: string
  keyId: string
}

/** Holds one row, which is found by its id. */
export const canaryTable = table<CanaryRecord>({
  name: 'canary',
  columns: {
    id: { name: 'id', kind: 'integer', primary: true },
    sealed: { name: 'sealed', kind: 'long_text' },
    keyId: { name: 'key_id', kind: 'text', length: 128 },
  },
  indexes: [],
  owner: null,
})
