import { table } from './table.js'

/** An API key; only digests of its secrets are kept. */
export interface ApiKeyRecord {
  id: string
  userId: string
  name: string
  /** SHA-256 of the normalised name, unique per user. */
  nameKey: string
  /** The name without case and invisible characters, for lists. */
  nameFolded: string
  digest: string
  keyId: string
  previousDigest: string | null
  previousUntil: number | null
  previousIssuedAt: number | null
  hint: string
  scopes: readonly string[]
  lifetimeDays: number | null
  createdAt: number
  issuedAt: number
  expiresAt: number | null
  lastUsedAt: number | null
  lastUsedIp: string | null
  disabled: boolean
  /** What a use must fulfil beside the scopes; `null` = nothing. */
  conditions: {
    readonly allowedAddresses: readonly string[]
    readonly limit: { readonly requests: number; readonly perSeconds: number } | null
  } | null
  /** What the app keeps with the key; `null` = nothing. */
  metadata: Readonly<Record<string, unknown>> | null
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a key by the digest of its secret, or of the secret before the last rotation; a name is unique among its user's keys. */
export const apiKeyTable = table<ApiKeyRecord>({
  name: 'api_key',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    nameFolded: { name: 'name_folded', kind: 'text', length: 255 },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    previousDigest: { name: 'previous_digest', kind: 'digest', nullable: true },
    previousUntil: { name: 'previous_until', kind: 'time', nullable: true },
    previousIssuedAt: { name: 'previous_issued_at', kind: 'time', nullable: true },
    hint: { name: 'hint', kind: 'text', length: 64 },
    scopes: { name: 'scopes', kind: 'json' },
    lifetimeDays: { name: 'lifetime_days', kind: 'integer', nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    issuedAt: { name: 'issued_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time', nullable: true },
    lastUsedAt: { name: 'last_used_at', kind: 'time', nullable: true },
    lastUsedIp: { name: 'last_used_ip', kind: 'text', length: 64, nullable: true },
    disabled: { name: 'disabled', kind: 'flag' },
    conditions: { name: 'conditions', kind: 'json', nullable: true },
    metadata: { name: 'metadata', kind: 'json', nullable: true },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [
    { columns: ['digest'], unique: true },
    { columns: ['previousDigest'] },
    { columns: ['userId', 'nameKey'], unique: true },
    { columns: ['userId', 'id'] },
    { columns: ['expiresAt'] },
    { columns: ['issuedAt'] },
  ],
  owner: 'account',
})
