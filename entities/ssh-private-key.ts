import { table } from './table.js'

/** An SSH private key; its private half is sealed. */
export interface SshPrivateKeyRecord {
  id: string
  userId: string
  name: string
  /** SHA-256 of the normalised name, unique per user. */
  nameKey: string
  /** The name without case and invisible characters, for lists. */
  nameFolded: string
  accountName: string | null
  description: string | null
  type: string
  publicKey: string
  fingerprint: string
  sealed: string
  /** The key-encryption key it is sealed under. */
  keyId: string
  createdAt: number
  lastUsedAt: number | null
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Keeps a user's keys, whose names are unique among them. */
export const sshPrivateKeyTable = table<SshPrivateKeyRecord>({
  name: 'ssh_private_key',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    nameFolded: { name: 'name_folded', kind: 'text', length: 255 },
    accountName: { name: 'account_name', kind: 'text', length: 255, nullable: true },
    description: { name: 'description', kind: 'text', length: 500, nullable: true },
    type: { name: 'type', kind: 'word', length: 64 },
    publicKey: { name: 'public_key', kind: 'long_text' },
    fingerprint: { name: 'fingerprint', kind: 'word', length: 64 },
    sealed: { name: 'sealed', kind: 'long_text' },
    keyId: { name: 'key_id', kind: 'word', length: 128 },
    createdAt: { name: 'created_at', kind: 'time' },
    lastUsedAt: { name: 'last_used_at', kind: 'time', nullable: true },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [{ columns: ['userId', 'nameKey'], unique: true }, { columns: ['userId', 'id'] }],
  owner: 'account',
})
