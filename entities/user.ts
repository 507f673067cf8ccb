import { table } from './table.js'

/** A row of keyward's own user table. */
export interface UserRecord {
  id: string
  username: string
  /** The canonical (lower-case) form, unique. */
  usernameKey: string
  displayName: string | null
  /** In one case, for the search. */
  displayNameFolded: string | null
  organizationId: string | null
  /** In one case, for the search. */
  organizationFolded: string | null
  admin: boolean
  disabled: boolean
  passwordHash: string | null
  createdAt: number
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a user by the canonical form of their name, which is unique, and lists those of an organisation. */
export const userTable = table<UserRecord>({
  name: 'user',
  columns: {
    id: { name: 'id', kind: 'user_id', primary: true },
    username: { name: 'username', kind: 'text', length: 255 },
    usernameKey: { name: 'username_key', kind: 'text', length: 255 },
    displayName: { name: 'display_name', kind: 'text', length: 255, nullable: true },
    displayNameFolded: { name: 'display_name_folded', kind: 'text', length: 255, nullable: true },
    organizationId: { name: 'organization_id', kind: 'text', length: 64, nullable: true },
    organizationFolded: { name: 'organization_folded', kind: 'text', length: 255, nullable: true },
    admin: { name: 'admin', kind: 'flag' },
    disabled: { name: 'disabled', kind: 'flag' },
    passwordHash: { name: 'password_hash', kind: 'long_text', nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [{ columns: ['usernameKey'], unique: true }, { columns: ['organizationId', 'id'] }],
  owner: null,
})
