import type { AdminUser } from '../../../admin/admin-user.js'
import type { MfaReset, NewUser } from '../../../admin/users.js'
import type { OneTimeLinkJson, TemporaryPasswordJson } from '../../../http/json/admin.js'
import type { UserListJson } from '../../../http/json/list.js'
import type { UserSort, UserStatus } from '../../../store/user-search.js'
import type { UserPatch } from '../../../store/user.js'
import type { PageQuery } from '../../paginate.js'
import type { RouteCalls } from '../../route-calls.js'
import type { CallOptions } from '../../send.js'

/** Which users are wanted, in which order. */
export interface UserQuery extends PageQuery {
  /** A part of the user name, the display name or the organisation's id, in any case. */
  readonly q?: string
  readonly status?: UserStatus
  /** An organisation's id. */
  readonly organization?: string
  /** Default: `created`, newest first. */
  readonly sort?: UserSort
}

/** Users, for administrators. What changes something takes a recent proof. */
export interface UserCalls {
  list(query?: UserQuery, options?: CallOptions): Promise<UserListJson<AdminUser>>
  create(input: Omit<NewUser, 'passwordHash'>, options?: CallOptions): Promise<AdminUser>
  get(id: string, options?: CallOptions): Promise<AdminUser>
  update(id: string, input: UserPatch, options?: CallOptions): Promise<AdminUser>
  /** Removes a user, and all that they hold. */
  remove(id: string, options?: CallOptions): Promise<void>
  /** Makes a link that sets the first password; the only answer that shows it. */
  invite(id: string, options?: CallOptions): Promise<OneTimeLinkJson>
  /** Makes up a password, shown once: good for a day, and for choosing another. */
  resetPassword(id: string, options?: CallOptions): Promise<TemporaryPasswordJson>
  /** Removes all second factors, and ends the user's sessions. */
  resetMfa(id: string, input: MfaReset, options?: CallOptions): Promise<void>
  endSessions(id: string, options?: CallOptions): Promise<void>
}

/** Makes their functions. */
export function userCalls(calls: RouteCalls): UserCalls {
  return Object.freeze({
    list: calls.query('get /admin/users'),
    create: calls.body('post /admin/users'),
    get: calls.plain('get /admin/users/:id'),
    update: calls.body('patch /admin/users/:id'),
    remove: calls.plain('delete /admin/users/:id'),
    invite: calls.plain('post /admin/users/:id/invitation'),
    resetPassword: calls.plain('post /admin/users/:id/password'),
    resetMfa: calls.body('post /admin/users/:id/mfa-reset'),
    endSessions: calls.plain('delete /admin/users/:id/sessions'),
  } satisfies UserCalls)
}
