import { table } from './table.js'

/** Something that a user is to be told, until the app has taken it. */
export interface NoticeRecord {
  id: string
  kind: string
  userId: string
  at: number
  /** What there is to tell, sealed where a link is in it. */
  facts: string
  /** The key that `facts` are sealed under; `null` = they are plain JSON. */
  keyId: string | null
  /** How often it was tried. */
  tries: number
  /** When it is tried next; while it is being told, when another process may take it up. */
  nextAt: number
  /** Moves with every change: who moves it has claimed the notice. */
  version: number
}

/** Finds what is to be told by now. */
export const noticeTable = table<NoticeRecord>({
  name: 'notice',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    kind: { name: 'kind', kind: 'word', length: 64 },
    userId: { name: 'user_id', kind: 'user_id' },
    at: { name: 'at', kind: 'time' },
    facts: { name: 'facts', kind: 'long_text' },
    keyId: { name: 'key_id', kind: 'text', length: 128, nullable: true },
    tries: { name: 'tries', kind: 'integer', default: 0 },
    nextAt: { name: 'next_at', kind: 'time' },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [{ columns: ['nextAt', 'id'] }, { columns: ['userId'] }],
  owner: 'account',
})
