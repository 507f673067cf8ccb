import { table } from './table.js'

/** A sign-in with the right password that lacks its second step, or the enrolment of one; only the digest of its secret is kept. */
export interface PendingSignInRecord {
  id: string
  userId: string
  digest: string
  keyId: string
  kind: string
  amr: readonly string[]
  provedKeys: readonly string[]
  vouched: readonly string[]
  securityEpoch: number
  boundTo: string | null
  attempts: number
  createdAt: number
  expiresAt: number
}

/** Finds a sign-in under way by the digest of its secret; the index over `expiresAt` finds those that are over. */
export const pendingSignInTable = table<PendingSignInRecord>({
  name: 'pending_sign_in',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    kind: { name: 'kind', kind: 'word', length: 16 },
    amr: { name: 'amr', kind: 'json' },
    provedKeys: { name: 'proved_keys', kind: 'json' },
    vouched: { name: 'vouched', kind: 'json' },
    securityEpoch: { name: 'security_epoch', kind: 'integer' },
    boundTo: { name: 'bound_to', kind: 'digest', nullable: true },
    attempts: { name: 'attempts', kind: 'integer', default: 0 },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
  },
  indexes: [{ columns: ['digest'], unique: true }, { columns: ['userId', 'id'] }, { columns: ['expiresAt'] }],
  owner: 'account',
})
