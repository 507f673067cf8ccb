import type { CountedPage, ListPosition } from './page.js'
import type { UserRow } from './user.js'

/** The orders that the list of all users may have. */
export const userSorts = ['created', 'username', 'last_sign_in'] as const
/** `created` and `last_sign_in`: newest first, never signed in last. `username`: by its canonical form. */
export type UserSort = (typeof userSorts)[number]

/** What can be asked of users. */
export const userStatuses = ['active', 'disabled', 'no_factor'] as const
/** `active`: not disabled. `no_factor`: active, and without a second factor. */
export type UserStatus = (typeof userStatuses)[number]

/** Which part of the list of all users is wanted; `null` leaves nobody out. */
export interface UserSearch {
  readonly limit: number
  readonly at: ListPosition | null
  /** Part of the user name, the display name or the id of the organisation, in any case. */
  readonly q: string | null
  readonly status: UserStatus | null
  readonly organizationId: string | null
  readonly sort: UserSort
}

/** The port of the search among users, which keyward's own table has; a host's is searched by reading it. */
export interface UserSearchStore {
  list(search: UserSearch): Promise<CountedPage<UserRow>>
}
