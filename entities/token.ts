import { table } from './table.js'

/** A short-lived token; only the digest of its secret is kept. */
export interface TokenRecord {
  id: string
  userId: string
  name: string | null
  /** The name without case and invisible characters, for lists. */
  nameFolded: string | null
  digest: string
  keyId: string
  hint: string
  scopes: readonly string[]
  /** The program that collected it as a device. */
  clientId: string | null
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
}

/** Finds a token by the digest of its secret; the index over `expiresAt` finds those that are over. */
export const tokenTable = table<TokenRecord>({
  name: 'token',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    name: { name: 'name', kind: 'text', length: 255, nullable: true },
    nameFolded: { name: 'name_folded', kind: 'text', length: 255, nullable: true },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    hint: { name: 'hint', kind: 'text', length: 64 },
    scopes: { name: 'scopes', kind: 'json' },
    clientId: { name: 'client_id', kind: 'text', length: 64, nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time' },
    lastUsedAt: { name: 'last_used_at', kind: 'time', nullable: true },
  },
  indexes: [{ columns: ['digest'], unique: true }, { columns: ['userId', 'id'] }, { columns: ['expiresAt'] }],
  owner: 'account',
})
