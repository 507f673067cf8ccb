import { table } from './table.js'

/** A WebAuthn credential: its public half, and what it told of itself. */
export interface SecurityKeyRecord {
  id: string
  userId: string
  name: string
  /** SHA-256 of the normalised name, unique per user. */
  nameKey: string
  credentialId: string
  /** SHA-256 of `credentialId`, which is too long for an index. */
  credentialDigest: string
  publicKey: string
  counter: number
  transports: readonly string[]
  backupEligible: boolean
  backedUp: boolean
  attested: boolean
  aaguid: string
  passkey: boolean
  suspect: boolean
  createdAt: number
  lastUsedAt: number | null
  /** It is over all that decides, and whoever writes to the table cannot make one up. */
  mac: string
  keyId: string
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a security key by its credential, which is unique over all users. */
export const securityKeyTable = table<SecurityKeyRecord>({
  name: 'security_key',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    credentialId: { name: 'credential_id', kind: 'long_text' },
    credentialDigest: { name: 'credential_digest', kind: 'digest' },
    publicKey: { name: 'public_key', kind: 'long_text' },
    counter: { name: 'counter', kind: 'time' },
    transports: { name: 'transports', kind: 'json' },
    backupEligible: { name: 'backup_eligible', kind: 'flag' },
    backedUp: { name: 'backed_up', kind: 'flag' },
    attested: { name: 'attested', kind: 'flag' },
    aaguid: { name: 'aaguid', kind: 'word', length: 36 },
    passkey: { name: 'passkey', kind: 'flag' },
    suspect: { name: 'suspect', kind: 'flag' },
    createdAt: { name: 'created_at', kind: 'time' },
    lastUsedAt: { name: 'last_used_at', kind: 'time', nullable: true },
    mac: { name: 'mac', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [
    { columns: ['credentialDigest'], unique: true },
    { columns: ['userId', 'nameKey'], unique: true },
  ],
  owner: 'account',
})
