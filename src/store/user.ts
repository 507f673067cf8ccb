import type { User } from '../identity.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

/**
 * A user as stored. `passwordHash` is a PHC string; `null` = cannot sign in with a password. `createdAt` is epoch ms. A host's row is
 * checked: a `Date` is taken as its time and `undefined` as `null`; any other type than these is a 503.
 */
export interface UserRow extends Omit<User, 'kind'> {
  readonly disabled: boolean
  readonly passwordHash: string | null
  readonly createdAt: number
}
/** What can be changed of a stored user; what is left out stays. */
export type UserPatch = Partial<Pick<UserRow, 'displayName' | 'organizationId' | 'admin' | 'disabled'>>

/**
 * The users: keyward's own table, or the host's. keyward's own verbs answer a `Write`, which lands with the rest of the change;
 * a host's may do the work at once and answer a promise. Each call may take 3 s; one that takes longer or throws is a 503.
 * Without an optional verb the route for it answers 405.
 */
export interface UserStore {
  byId(id: string): Promise<UserRow | null>
  /**
   * `usernameKey` is the canonical (lower-case) form. The comparison must be exact: a collation that leaves out trailing blanks or
   * accents finds users by names that are not theirs. A further name of theirs, such as an e-mail address, is the host's to know.
   * Failures are counted by the user who is found, whatever the name.
   */
  byUsername(usernameKey: string): Promise<UserRow | null>
  list(page: PageRequest): Promise<Page<UserRow>>
  /**
   * With `replaces`, only where that is the hash still: one made anew at a sign-in must not take the place of a password that was changed
   * meanwhile. Where it is not, nothing is to be done, and nothing to be thrown.
   */
  setPasswordHash(id: string, passwordHash: string, replaces?: string): Write | Promise<void>
  /** A host's table may choose another id than `user.id`: its promise answers the one it chose. */
  create?(user: UserRow): Write | Promise<string>
  /** keyward's own table refuses (`affects: 1`) what would leave no enabled administrator. */
  update?(id: string, patch: UserPatch): Write | Promise<void>
  /** Removes a user; keyward's own table refuses as `update` does. */
  remove?(id: string): Write | Promise<void>
}
