import { table } from './table.js'

/** A mark that somebody was told of the end of a credential, by which they are told once. */
export interface ToldEndRecord {
  /** Of the credential, its life and how long before its end they were told. */
  digest: string
  /** The end that they were told of: the mark has no use afterwards. */
  endsAt: number
}

/** Finds a mark by its digest, of which there is one; the index finds those that are over. */
export const toldEndTable = table<ToldEndRecord>({
  name: 'told_end',
  columns: {
    digest: { name: 'digest', kind: 'digest', primary: true },
    endsAt: { name: 'ends_at', kind: 'time' },
  },
  indexes: [{ columns: ['endsAt'] }],
  owner: null,
})
