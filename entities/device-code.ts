import { table } from './table.js'

/** A device that asks for a token (RFC 8628); only digests of its codes are kept. */
export interface DeviceCodeRecord {
  id: string
  /** The digest of the device code. */
  digest: string
  keyId: string
  /** The digest of the user code; unique, so that one code means one device. */
  userCodeDigest: string
  clientId: string
  /** What the device asks for, then what was approved. */
  scopes: readonly string[]
  ip: string | null
  userAgent: string | null
  createdAt: number
  expiresAt: number
  /** How long to wait between polls, in seconds; it grows for a device that asks too often. */
  intervalSeconds: number
  lastPolledAt: number | null
  state: 'pending' | 'approved' | 'denied' | 'collected'
  /** Who answered. */
  userId: string | null
  /** The security epoch of who approved, at that time: a change of password or factors ends the approval. */
  securityEpoch: number | null
  /** The life of the token that was approved. */
  lifetimeHours: number | null
}

/** Finds a device by the digest of either code; the index over `expiresAt` finds those that are over. */
export const deviceCodeTable = table<DeviceCodeRecord>({
  name: 'device_code',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    userCodeDigest: { name: 'user_code_digest', kind: 'digest' },
    clientId: { name: 'client_id', kind: 'text', length: 64 },
    scopes: { name: 'scopes', kind: 'json' },
    ip: { name: 'ip', kind: 'text', length: 64, nullable: true },
    userAgent: { name: 'user_agent', kind: 'text', length: 256, nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
    intervalSeconds: { name: 'interval_seconds', kind: 'integer' },
    lastPolledAt: { name: 'last_polled_at', kind: 'time', nullable: true },
    state: { name: 'state', kind: 'word', length: 16 },
    userId: { name: 'user_id', kind: 'user_id', nullable: true },
    securityEpoch: { name: 'security_epoch', kind: 'integer', nullable: true },
    lifetimeHours: { name: 'lifetime_hours', kind: 'integer', nullable: true },
  },
  indexes: [
    { columns: ['digest'], unique: true },
    { columns: ['userCodeDigest'], unique: true },
    { columns: ['userId'] },
    { columns: ['expiresAt'] },
  ],
  // Rows stay for the few minutes that they have left when their user is removed: the device is then told that it was denied.
  owner: null,
})
