import { table } from './table.js'

/** A user's SSH public key, as it was written anew from what was pasted. */
export interface SshKeyRecord {
  id: string
  userId: string
  name: string
  /** SHA-256 of the normalised name, unique per user. */
  nameKey: string
  /** The name without case and invisible characters, for lists. */
  nameFolded: string
  type: string
  bits: number
  /** The wire form, base64. */
  blob: string
  /** SHA-256 of the wire form, unique: one key is one user's. */
  fingerprint: string
  lifetimeDays: number | null
  createdAt: number
  expiresAt: number | null
  lastOfferedAt: number | null
  /** It is over all that decides, and whoever writes to the table cannot make one up. */
  mac: string
  keyId: string
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a key by its fingerprint, which is unique over all users. */
export const sshKeyTable = table<SshKeyRecord>({
  name: 'ssh_key',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    nameFolded: { name: 'name_folded', kind: 'text', length: 255 },
    type: { name: 'type', kind: 'word', length: 64 },
    bits: { name: 'bits', kind: 'integer' },
    blob: { name: 'key_blob', kind: 'long_text' },
    fingerprint: { name: 'fingerprint', kind: 'digest' },
    lifetimeDays: { name: 'lifetime_days', kind: 'integer', nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    expiresAt: { name: 'expires_at', kind: 'time', nullable: true },
    lastOfferedAt: { name: 'last_offered_at', kind: 'time', nullable: true },
    mac: { name: 'mac', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [
    { columns: ['fingerprint'], unique: true },
    { columns: ['userId', 'nameKey'], unique: true },
    { columns: ['userId', 'id'] },
    { columns: ['createdAt'] },
    { columns: ['expiresAt'] },
  ],
  owner: 'account',
})
