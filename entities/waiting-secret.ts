import { table } from './table.js'

/** A secret that waits, sealed, for the page that shows it once. */
export interface WaitingSecretRecord {
  /** SHA-256 of whose it is and what it is: the session, the purpose, and the id of what it belongs to. */
  digest: string
  userId: string
  /** The session that may read it, while it lives. */
  sessionId: string
  sealed: string
  keyId: string
  expiresAt: number
}

/** Finds a secret by its digest; one index finds those that are over. */
export const waitingSecretTable = table<WaitingSecretRecord>({
  name: 'waiting_secret',
  columns: {
    digest: { name: 'digest', kind: 'digest', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    sessionId: { name: 'session_id', kind: 'id' },
    sealed: { name: 'sealed', kind: 'long_text' },
    keyId: { name: 'key_id', kind: 'text', length: 128 },
    expiresAt: { name: 'expires_at', kind: 'time' },
  },
  indexes: [{ columns: ['userId'] }, { columns: ['expiresAt'] }],
  owner: 'account',
})
