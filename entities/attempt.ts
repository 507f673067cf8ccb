import { table } from './table.js'

/** A counter of failed attempts in one window; the key is a digest, so no name or address is stored. */
export interface AttemptRecord {
  key: string
  count: number
  endsAt: number
}

/** Finds a counter by its key; the index finds the windows that are over. */
export const attemptTable = table<AttemptRecord>({
  name: 'attempt',
  columns: {
    key: { name: 'key', kind: 'digest', primary: true },
    count: { name: 'count', kind: 'integer' },
    endsAt: { name: 'ends_at', kind: 'time' },
  },
  indexes: [{ columns: ['endsAt'] }],
  owner: null,
})
