import { table } from './table.js'

/** Who may log in to a group of hosts, and as which account. Exactly one of `userId`, `organizationId` and `everyone` says who. */
export interface SshGrantRecord {
  id: string
  /** The first one that fits decides. */
  position: number
  group: string
  userId: string | null
  organizationId: string | null
  /** Said outright: a user id that a column cannot hold is stored as NULL. */
  everyone: boolean
  account: string | null
  permit: readonly string[] | null
  from: readonly string[] | null
}

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
  },
  indexes: [{ columns: ['group', 'position'] }, { columns: ['userId'] }],
  owner: 'account',
})
