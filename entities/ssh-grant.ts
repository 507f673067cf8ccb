import { table } from './table.js'

/** Who may log in to a group of hosts, and as which account. Exactly one of `userId`, `organizationId` and `everyone` says who. */
export interface SshGrantRecord {
  id: string
  /** Of the grants that fit, the first decides. */
  position: number
  group: string
  userId: string | null
  organizationId: string | null
  /** It is said outright, since a user id that a column cannot hold is stored as NULL. */
  everyone: boolean
  account: string | null
  permit: readonly string[] | null
  from: readonly string[] | null
  /** It is over the whole row, and whoever writes to the table cannot make one up. */
  mac: string
  keyId: string
}

/** Finds the grants for a group of hosts in their order; a grant to a user goes with that user. */
export const sshGrantTable = table<SshGrantRecord>({
  name: 'ssh_grant',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    position: { name: 'position', kind: 'integer' },
    group: { name: 'host_group', kind: 'text', length: 64 },
    userId: { name: 'user_id', kind: 'user_id', nullable: true },
    organizationId: { name: 'organization_id', kind: 'text', length: 64, nullable: true },
    everyone: { name: 'everyone', kind: 'flag' },
    account: { name: 'account', kind: 'text', length: 32, nullable: true },
    permit: { name: 'permit', kind: 'json', nullable: true },
    from: { name: 'from_addresses', kind: 'json', nullable: true },
    mac: { name: 'mac', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
  },
  indexes: [{ columns: ['group', 'position'] }, { columns: ['userId'] }],
  owner: 'account',
})
