import type { User } from '../principal.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

/** A user as stored. `passwordHash` is a PHC string; `null` = cannot sign in with a password. */
export interface UserRow extends User {
  readonly disabled: boolean
  readonly passwordHash: string | null
  readonly createdAt: number
}
export type UserPatch = Partial<Pick<UserRow, 'displayName' | 'organizationId' | 'admin' | 'disabled'>>

/**
 * The users: keyward's own table, or the host's. keyward's own verbs answer a `Write`, which lands with the rest of the change;
 * a host's may do the work at once and answer a promise. Without an optional verb the route for it answers 405.
 */
export interface UserStore {
  byId(id: string): Promise<UserRow | null>
  /** `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<UserRow | null>
  list(page: PageRequest): Promise<Page<UserRow>>
  setPasswordHash(id: string, passwordHash: string): Write | Promise<void>
  /** A host's table may choose another id than `user.id`: its promise answers the one it chose. */
  create?(user: UserRow): Write | Promise<string>
  /** keyward's own table refuses (`affects: 1`) what would leave no enabled administrator. */
  update?(id: string, patch: UserPatch): Write | Promise<void>
  /** As `update`. */
  remove?(id: string): Write | Promise<void>
}
