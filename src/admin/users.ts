import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { checkNewPassword, minLengthFor } from '../credentials/password-rules.js'
import { parseUsername, usernameKey } from '../credentials/username.js'
import type { Secret } from '../crypto/secret.js'
import { temporaryPassword } from '../crypto/secret.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, AuditEvent, EventType } from '../events.js'
import type { User } from '../identity.js'
import { toUser } from '../identity.js'
import { readInput } from '../input/read-input.js'
import { mfaReset, newHostUser, newPassword, newUser, userChange } from '../input/user.js'
import type { Change } from '../journal.js'
import { removingFactors } from '../mfa/factors.js'
import type { UserPatch, UserRow } from '../store/user.js'
import { dayMs, rfc3339 } from '../time.js'
import type { AdminUser } from './admin-user.js'
import { toAdminUsers } from './admin-user.js'
import { hashOfChosen, hashOfNew } from './chosen-password.js'
import { endingEverything, endingSignIns } from './ending.js'
import type { UserPage, UserSearch } from './user-list.js'
import { searchUsers } from './user-list.js'
import type { HostTable } from './host-table.js'
import { hostTable } from './host-table.js'
import { newUserRow, usernameConflict } from './new-user.js'
import type { AffectedUser } from './user-event.js'
import { userEvent } from './user-event.js'
import { userNotices } from './user-notices.js'
import { userVerb } from './user-verbs.js'

/** A user who is to be added. */
export interface NewUser {
  readonly username: string
  /** Without it, and without `passwordHash`, they have no password until one is set, such as by an invitation. */
  readonly password?: string
  /** Takes the place of `password`, from the app's own code alone: a hash of argon2id, or of one of `passwords.verifiers`. */
  readonly passwordHash?: string
  readonly displayName?: string | null
  readonly organizationId?: string | null
  readonly admin?: boolean
}

/** A password that was made up for a user, and until when it is good, RFC 3339. */
export interface TemporaryPassword {
  readonly temporaryPassword: Secret
  readonly expiresAt: string
}

/** Why somebody's second factors are removed. */
export interface MfaReset {
  /** What the audit says: 1 to 200 characters. */
  readonly reason: string
}

/** Manages users. An unknown id is a 404; what the host's user store has no verb for is a 405. */
export interface UserAdministration extends HostTable {
  /** Those who fit, in the order that is asked for. */
  search(search: UserSearch): Promise<UserPage>
  get(id: string): Promise<AdminUser>
  byUsername(username: string): Promise<AdminUser | null>
  /** 409 `username_taken`, 422. */
  create(actor: Actor, input: NewUser, check: 'check-password' | 'any-password'): Promise<AdminUser>
  /** Changes a user. Disabling ends sessions and tokens; API keys count again when the user is enabled again. 409 `last_admin`. */
  update(actor: Actor, id: string, patch: UserPatch): Promise<AdminUser>
  /** Removes a user and all that they own. 409 `last_admin`. */
  remove(actor: Actor, id: string): Promise<void>
  /** Sets a password, and ends sessions and tokens. */
  setPassword(actor: Actor, id: string, password: string): Promise<void>
  /** Makes a password that is good for 24 hours, and only to choose another; ends sessions and tokens. 403 `forbidden` for one's own. */
  resetPassword(actor: Actor, id: string): Promise<TemporaryPassword>
  /** Ends all sessions and sign-ins under way. 403 `forbidden` for one's own. */
  endSessions(actor: Actor, id: string): Promise<void>
  /** Removes all second factors and ends sessions. 403 `forbidden` for one's own. */
  resetMfa(actor: Actor, id: string, why: MfaReset): Promise<void>
  /** The user as the owner of something. */
  owner(id: string): Promise<User>
  /** The user as `owner` answers them, after they were given an account, without which they can own nothing. */
  holder(id: string): Promise<User>
}

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'outbox' | 'enrolled' | 'policyFor'>

/** Makes the service. Each change is an event. */
export function userAdministration(core: Needs, passwords: PasswordHashes): UserAdministration {
  const { options, store, journal, policyFor } = core
  const { now } = options
  const notices = userNotices(core)
  return Object.freeze({
    search: async (search) => searchUsers(core, search),

    async get(id) {
      return toAdminUser(await find(id))
    },

    async byUsername(username) {
      const row = await store.users.byUsername(usernameKey(username))
      return row && toAdminUser(row)
    },

    async create(actor, given, check) {
      const input = readInput<NewUser>(check === 'any-password' ? newHostUser : newUser, given)
      const username = parseUsername(input.username)
      if (check === 'check-password' && input.password !== undefined) {
        const policy = await policyFor({ organizationId: input.organizationId ?? null })
        const rules = { productName: options.productName, minLength: minLengthFor(policy, options) }
        checkNewPassword(input.password, 'password', { username, ...rules })
      }
      const passwordHash = await hashOfNew(passwords, input)
      const user = newUserRow(options, { ...input, passwordHash })
      const created = userVerb(store.users, 'create')(user)
      const id = created instanceof Promise ? await created.catch(usernameConflict) : user.id
      const changes = created instanceof Promise ? [] : [created]
      await journal
        .commit([...changes, store.accounts.ensure(id)], event('user.created', actor, { ...user, id }))
        .catch(usernameConflict)
      return toAdminUser({ ...user, id })
    },

    async update(actor, id, change) {
      const patch = readInput(userChange, change)
      const row = await find(id)
      if (Object.keys(patch).length === 0) return toAdminUser(row)
      const disables = patch.disabled === true && !row.disabled
      const done = await journal.commit(
        [
          userVerb(store.users, 'update')(row.id, patch),
          ...(disables ? endingEverything(store, row.id) : [store.accounts.ensure(row.id)]),
        ],
        event(updateType(row, patch), actor, row),
      )
      if (!done) throw new KeywardError('last_admin')
      return toAdminUser({ ...row, ...patch })
    },

    async remove(actor, id) {
      const row = await find(id)
      const done = await journal.commit(
        [store.accounts.remove(row.id), userVerb(store.users, 'remove')(row.id)],
        event('user.deleted', actor, row),
      )
      if (!done) throw new KeywardError('last_admin')
    },

    async setPassword(actor, id, given) {
      const { password } = readInput(newPassword, { password: given })
      const to = { password, temporaryUntil: null, type: 'password.changed' } as const
      await replacePassword(actor, await find(id), to)
    },

    async resetPassword(actor, id) {
      const row = await findOther(actor, id)
      const secret = temporaryPassword()
      const temporaryUntil = now() + dayMs
      const to = { password: secret.reveal(), temporaryUntil, type: 'password.reset' } as const
      await replacePassword(actor, row, to)
      return { temporaryPassword: secret, expiresAt: rfc3339(temporaryUntil) }
    },

    async endSessions(actor, id) {
      const row = await findOther(actor, id)
      const told = await notices.sessionsEnded(actor, row.id)
      await write([...endingSignIns(store, row.id), ...told], event('sessions.ended', actor, row))
    },

    async resetMfa(actor, id, why) {
      const { reason: note } = readInput(mfaReset, why)
      const row = await findOther(actor, id)
      const told = await notices.factorsRemoved(actor, row.id)
      const changes = [...endingSignIns(store, row.id), ...removingFactors(store, row.id), ...told]
      await write(changes, { ...event('mfa.reset', actor, row), note })
    },

    ...hostTable(core),

    async owner(id) {
      return toUser(await find(id), options)
    },

    async holder(id) {
      const row = await find(id)
      await store.commit([store.accounts.ensure(row.id)])
      return toUser(row, options)
    },
  } satisfies UserAdministration)

  async function find(id: string): Promise<UserRow> {
    return existing(await store.users.byId(id))
  }

  /** As `find`, but nobody's own row, however its id was spelled: a host's column may know several ways to write one. */
  async function findOther(actor: Actor, id: string): Promise<UserRow> {
    const row = await find(id)
    if (actor.party?.kind === 'user' && actor.party.id === row.id) throw new KeywardError('forbidden')
    return row
  }

  /** A condition that does not hold: the user went away meanwhile. */
  async function write(changes: readonly Change[], recorded: AuditEvent): Promise<void> {
    if (!(await journal.commit(changes, recorded))) throw new KeywardError('conflict')
  }

  async function replacePassword(
    actor: Actor,
    row: UserRow,
    to: { password: string; temporaryUntil: number | null; type: EventType },
  ): Promise<void> {
    const hash = await hashOfChosen(passwords, to.password)
    const told = await notices.passwordSet(actor, row.id, { temporary: to.temporaryUntil !== null })
    const changes: Change[] = [
      ...endingEverything(store, row.id),
      ...told,
      store.accounts.set(row.id, { passwordChangedAt: now(), temporaryUntil: to.temporaryUntil }),
      store.users.setPasswordHash(row.id, hash),
    ]
    await write(changes, event(to.type, actor, row))
  }

  async function toAdminUser(row: UserRow): Promise<AdminUser> {
    const [user] = await toAdminUsers(core, [row])
    if (!user) throw new KeywardError('not_found')
    return user
  }

  function event(type: EventType, actor: Actor, user: AffectedUser): AuditEvent {
    return userEvent(type, user, { actor, at: now() })
  }
}

function updateType(row: UserRow, patch: UserPatch): EventType {
  if (patch.disabled === undefined || patch.disabled === row.disabled) return 'user.updated'
  return patch.disabled ? 'user.disabled' : 'user.enabled'
}
