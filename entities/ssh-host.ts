import { table } from './table.js'

/** A host that may ask for authorized keys; only digests of its credentials are kept. */
export interface SshHostRecord {
  id: string
  name: string
  /** SHA-256 of the normalised name, unique. */
  nameKey: string
  groups: readonly string[]
  cidrs: readonly string[]
  digest: string
  keyId: string
  previousDigest: string | null
  previousUntil: number | null
  createdAt: number
  lastSeenAt: number | null
  disabled: boolean
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a host by the digest of its credential, or of the credential before the last rotation. */
export const sshHostTable = table<SshHostRecord>({
  name: 'ssh_host',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    groups: { name: 'host_groups', kind: 'json' },
    cidrs: { name: 'cidrs', kind: 'json' },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
    previousDigest: { name: 'previous_digest', kind: 'digest', nullable: true },
    previousUntil: { name: 'previous_until', kind: 'time', nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    lastSeenAt: { name: 'last_seen_at', kind: 'time', nullable: true },
    disabled: { name: 'disabled', kind: 'flag' },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [
    { columns: ['nameKey'], unique: true },
    { columns: ['digest'], unique: true },
    { columns: ['previousDigest'] },
  ],
  owner: null,
})
