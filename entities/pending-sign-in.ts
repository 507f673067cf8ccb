import { table } from './table.js'

/** A sign-in whose password was right and whose second step, or the enrolment of one, is missing; only the digest of its secret is kept. */
export interface PendingSignInRecord {
  id: string
  userId: string
  digest: string
  keyId: string
  kind: string
  amr: readonly string[]
  securityEpoch: number
  attempts: number
  createdAt: number
  expiresAt: number
}

export const pendingSignInTable = table<PendingSignInRecord>({
  name: 'pending_sign_in',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    kind: { name: 'kind', kind: 'word', length: 16 },
    amr: { name: 'amr', kind: 'json' },
    securityEpoch: { name: 'security_epoch', kind: 'integer' },
    attempts: { name: 'attempts', kind: 'integer', default: 0 },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
  },
  indexes: [{ columns: ['digest'], unique: true }, { columns: ['userId', 'id'] }, { columns: ['expiresAt'] }],
  owner: 'account',
})
