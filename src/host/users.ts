import type { AdminUser } from '../admin/admin-user.js'
import type { UserPage, UserSearch } from '../admin/user-list.js'
import { userSorts, userStatuses } from '../admin/user-list.js'
import type { MfaReset, NewUser, TemporaryPassword, UserAdministration } from '../admin/users.js'
import { readId } from '../input/id.js'
import { readInput } from '../input/read-input.js'
import { userListRequest } from '../input/user-list.js'
import type { OneTimeLink } from '../one-time-link/link.js'
import type { OneTimeLinks } from '../one-time-link/one-time-links.js'
import type { PageRequest } from '../store/page.js'
import type { UserPatch } from '../store/user.js'
import type { Acting } from './acting.js'

const requested = userListRequest({ sorts: userSorts, statuses: userStatuses })

/** Which part of the list of users is wanted: the newest 50 of all, unless it says otherwise. */
interface HostUserListRequest extends Partial<UserSearch>, Partial<PageRequest> {}

/**
 * Manages users, for the app's own code. An unknown id is a 404; what a user store of the
 * host's has no verb for is a 405.
 */
export interface HostUsers {
  /**
   * Newest first, unless `sort` says otherwise. `q` is part of the user name, the display name or the organization’s id; `at` is the place of
   * the `last` of a page, and `before` its id where that order is the default. 422.
   */
  list(asked?: HostUserListRequest): Promise<UserPage>
  get(id: string): Promise<AdminUser>
  byUsername(username: string): Promise<AdminUser | null>
  /** Adds a user. Any password is taken, since the rules are for people and not for the app. 409 `username_taken`, 422. */
  create(input: NewUser): Promise<AdminUser>
  /** Changes a user; `disabled: true` does what `disable` does. 409 `last_admin`, 422. */
  update(id: string, change: UserPatch): Promise<AdminUser>
  /** Disables a user: ends their sessions and tokens, and refuses their API keys until they are enabled again. 409 `last_admin`. */
  disable(id: string): Promise<void>
  enable(id: string): Promise<void>
  /** Removes a user and all that they own. 409 `last_admin`. */
  remove(id: string): Promise<void>
  /** Sets a user's password, and ends their sessions and tokens. 422. */
  setPassword(id: string, password: string): Promise<void>
  /** Makes a password that is good for 24 hours, and only to choose another; ends the user's sessions and tokens. */
  resetPassword(id: string): Promise<TemporaryPassword>
  /** Makes a link, good for 7 days, that sets the first password of a user. 409 `conflict` where they have one. */
  invite(id: string): Promise<OneTimeLink>
  /** Makes a link, good for an hour, that sets another password of a user, once, whoever opens it: hand it to them alone. */
  passwordResetLink(id: string): Promise<OneTimeLink>
  /** Removes all second factors of a user and ends their sessions. 422. */
  resetMfa(id: string, why: MfaReset): Promise<void>
  /** Ends all sessions of a user and their sign-ins under way. */
  endSessions(id: string): Promise<void>
  /** To be called when the host changed a user in a table of its own. */
  changed(id: string): Promise<void>
  /** To be called when the host removes a user from a table of its own: removes all that keyward keeps of them, at once. */
  removed(id: string): Promise<void>
}

/** Makes `keyward.users`. */
export function hostUsers(
  users: UserAdministration,
  links: OneTimeLinks,
  { actor }: Pick<Acting, 'actor'>,
): HostUsers {
  return Object.freeze({
    list: async (asked = {}) => users.search(readInput(requested, asked)),
    get: async (id) => users.get(readId(id)),
    byUsername: async (username) => users.byUsername(readId(username, 'username')),
    create: (input) => users.create(actor, input, 'any-password'),
    update: async (id, change) => users.update(actor, readId(id), change),
    async disable(id) {
      await users.update(actor, readId(id), { disabled: true })
    },
    async enable(id) {
      await users.update(actor, readId(id), { disabled: false })
    },
    remove: async (id) => users.remove(actor, readId(id)),
    setPassword: async (id, password) => users.setPassword(actor, readId(id), password),
    resetPassword: async (id) => users.resetPassword(actor, readId(id)),
    invite: async (id) => links.invite(actor, readId(id)),
    passwordResetLink: async (id) => links.passwordResetLink(actor, readId(id)),
    resetMfa: async (id, why) => users.resetMfa(actor, readId(id), why),
    endSessions: async (id) => users.endSessions(actor, readId(id)),
    changed: async (id) => users.changed(actor, readId(id)),
    removed: async (id) => users.removed(actor, readId(id)),
  } satisfies HostUsers)
}
