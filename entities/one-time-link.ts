import { table } from './table.js'

/** A link that sets a password once; only the digest of its code is kept. */
export interface OneTimeLinkRecord {
  id: string
  userId: string
  kind: 'invitation' | 'password_reset'
  digest: string
  keyId: string
  /** The user's security epoch when the link was made: it is dead once that has moved on. */
  securityEpoch: number
  createdAt: number
  expiresAt: number
}

/** Finds a link by the digest of its code, and all links of a user; the index over `expiresAt` finds those that are over. */
export const oneTimeLinkTable = table<OneTimeLinkRecord>({
  name: 'one_time_link',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    kind: { name: 'kind', kind: 'word', length: 16 },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    securityEpoch: { name: 'security_epoch', kind: 'integer' },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
  },
  indexes: [{ columns: ['digest'], unique: true }, { columns: ['userId', 'id'] }, { columns: ['expiresAt'] }],
  owner: 'account',
})
