import { table } from './table.js'

/** How far the owner of a session has proved who they are. */
interface SessionProofRecord {
  amr: readonly string[]
  provedKeys: readonly string[]
  vouched: readonly string[]
  provedAt: number
  provedBy: string
}

/** A signed-in browser; only digests of its secrets are kept. */
export interface SessionRecord extends SessionProofRecord {
  id: string
  userId: string
  digest: string
  keyId: string
  previousDigest: string | null
  previousUntil: number | null
  previousProof: SessionProofRecord | null
  securityEpoch: number
  boundTo: string | null
  createdAt: number
  lastSeenAt: number
  expiresAt: number
  ip: string | null
  userAgent: string | null
}

/** Finds a session by the digest of its secret, or of the secret before the last re-issue; two indexes find those that are over. */
export const sessionTable = table<SessionRecord>({
  name: 'session',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    previousDigest: { name: 'previous_digest', kind: 'digest', nullable: true },
    previousUntil: { name: 'previous_until', kind: 'time', nullable: true },
    previousProof: { name: 'previous_proof', kind: 'json', nullable: true },
    securityEpoch: { name: 'security_epoch', kind: 'integer' },
    boundTo: { name: 'bound_to', kind: 'digest', nullable: true },
    amr: { name: 'amr', kind: 'json' },
    provedKeys: { name: 'proved_keys', kind: 'json' },
    vouched: { name: 'vouched', kind: 'json' },
    createdAt: { name: 'created_at', kind: 'time' },
    lastSeenAt: { name: 'last_seen_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
    provedAt: { name: 'proved_at', kind: 'time' },
    provedBy: { name: 'proved_by', kind: 'word', length: 16 },
    ip: { name: 'ip', kind: 'text', length: 64, nullable: true },
    userAgent: { name: 'user_agent', kind: 'text', length: 256, nullable: true },
  },
  indexes: [
    { columns: ['digest'], unique: true },
    { columns: ['previousDigest'] },
    { columns: ['userId', 'id'] },
    { columns: ['expiresAt'] },
    { columns: ['lastSeenAt'] },
  ],
  owner: 'account',
})
