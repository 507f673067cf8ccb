import { checkNewPassword, minLengthFor } from '../credentials/password-rules.js'
import type { Passwords } from '../credentials/password.js'
import { dayMs, rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { toUser } from '../credentials/user.js'
import { parseUsername, usernameKey } from '../credentials/username.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { temporaryPassword } from '../crypto/secret.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import { removingFactors } from '../mfa/factors.js'
import type { Parts } from '../parts.js'
import type { User } from '../principal.js'
import type { Page, PageRequest } from '../store/page.js'
import type { UserPatch, UserRow, UserStore } from '../store/user.js'
import { ConflictError } from '../store/write.js'

/** A user as administrators see them. Times are RFC 3339. */
export interface AdminUser extends User {
  readonly disabled: boolean
  readonly createdAt: string
  readonly lastSignInAt: string | null
  /** What they have enrolled. */
  readonly mfa: { readonly totp: boolean; readonly securityKeys: number }
}

export interface NewUser {
  readonly username: string
  readonly password: string
  readonly displayName?: string | null
  readonly organizationId?: string | null
  readonly admin?: boolean
}

/** Managing users. An unknown id is a 404. What the host's user store has no verb for is a 405. */
export interface UserAdministration {
  list(page: PageRequest): Promise<Page<AdminUser>>
  get(id: string): Promise<AdminUser>
  byUsername(username: string): Promise<AdminUser | null>
  /** 409 `username_taken`, 422. */
  create(actor: Actor, input: NewUser, check: 'check-password' | 'any-password'): Promise<AdminUser>
  /** Disabling ends sessions and tokens; API keys come back when the user is enabled again. 409 `last_admin`. */
  update(actor: Actor, id: string, patch: UserPatch): Promise<AdminUser>
  /** Removes the user and all they hold. 409 `last_admin`. */
  remove(actor: Actor, id: string): Promise<void>
  /** Ends sessions and tokens. */
  setPassword(actor: Actor, id: string, password: string): Promise<void>
  /** A password good for 24 hours, and only for choosing another; ends sessions and tokens. */
  resetPassword(actor: Actor, id: string): Promise<{ temporaryPassword: Secret; expiresAt: string }>
  endSessions(actor: Actor, id: string): Promise<void>
  /** Removes all second factors and ends sessions; `reason` is for the audit. */
  resetMfa(actor: Actor, id: string, reason: string): Promise<void>
  /** Catches up with what the host's own user table did: ends what a disabled or removed user still had. */
  changed(id: string): Promise<void>
}

export function userAdministration(parts: Parts, passwords: Passwords): UserAdministration {
  const { options, store, journal, policyFor } = parts
  const { now } = options
  return Object.freeze({
    async list(page) {
      const { rows, more } = await store.users.list(page)
      return { rows: await toAdminUsers(rows), more }
    },

    async get(id) {
      return toAdminUser(await find(id))
    },

    async byUsername(username) {
      const row = await store.users.byUsername(usernameKey(username))
      return row && toAdminUser(row)
    },

    async create(actor, input, check) {
      const username = parseUsername(input.username)
      if (check === 'check-password') {
        const policy = await policyFor({ organizationId: input.organizationId ?? null })
        const rules = { productName: options.productName, minLength: minLengthFor(policy, options) }
        checkNewPassword(input.password, 'password', { username, ...rules })
      }
      const passwordHash = await hashed(input.password)
      const user: UserRow = {
        id: newId(now()),
        username,
        displayName: input.displayName ?? null,
        organizationId: input.organizationId ?? null,
        admin: input.admin ?? false,
        disabled: false,
        passwordHash,
        createdAt: now(),
      }
      const created = verb('create')(user)
      const id = created instanceof Promise ? await created.catch(usernameConflict) : user.id
      const changes = created instanceof Promise ? [] : [created]
      await journal
        .commit([...changes, store.accounts.ensure(id)], event('user.created', actor, { ...user, id }))
        .catch(usernameConflict)
      return toAdminUser({ ...user, id })
    },

    async update(actor, id, patch) {
      const row = await find(id)
      if (Object.keys(patch).length === 0) return toAdminUser(row)
      const disables = patch.disabled === true && !row.disabled
      const done = await journal.commit(
        [
          store.revision.bump(),
          verb('update')(id, patch),
          store.accounts.ensure(id),
          ...(disables ? endEverything(id) : []),
        ],
        event(updateType(row, patch), actor, row),
      )
      if (!done) throw new KeywardError('last_admin')
      return toAdminUser({ ...row, ...patch })
    },

    async remove(actor, id) {
      const row = await find(id)
      const done = await journal.commit(
        [store.revision.bump(), store.accounts.remove(id), verb('remove')(id)],
        event('user.deleted', actor, row),
      )
      if (!done) throw new KeywardError('last_admin')
    },

    async setPassword(actor, id, password) {
      await replacePassword(actor, id, { password, temporaryUntil: null, type: 'password.changed' })
    },

    async resetPassword(actor, id) {
      const secret = temporaryPassword()
      const temporaryUntil = now() + dayMs
      await replacePassword(actor, id, { password: secret.reveal(), temporaryUntil, type: 'password.reset' })
      return { temporaryPassword: secret, expiresAt: rfc3339(temporaryUntil) }
    },

    async endSessions(actor, id) {
      const row = await find(id)
      await journal.commit(
        [store.revision.bump(), store.sessions.removeAll(id, null), store.pendingSignIns.removeAll(id)],
        event('sessions.ended', actor, row),
      )
    },

    async resetMfa(actor, id, reason) {
      const row = await find(id)
      await journal.commit(
        [
          store.revision.bump(),
          store.accounts.ensure(id),
          store.accounts.advanceEpoch(id, null),
          store.sessions.removeAll(id, null),
          store.pendingSignIns.removeAll(id),
          ...removingFactors(store, id),
        ],
        { ...event('mfa.reset', actor, row), reason },
      )
    },

    async changed(id) {
      const row = await store.users.byId(id)
      const gone = row ? [] : [store.accounts.remove(id)]
      const ended = row?.disabled ? [store.accounts.ensure(id), ...endEverything(id)] : []
      await store.commit([store.revision.bump(), ...gone, ...ended])
    },
  } satisfies UserAdministration)

  async function find(id: string): Promise<UserRow> {
    const row = await store.users.byId(id)
    if (!row) throw new KeywardError('not_found')
    return row
  }

  function verb<Name extends 'create' | 'update' | 'remove'>(name: Name): NonNullable<UserStore[Name]> {
    const found = store.users[name]
    if (!found) throw new KeywardError('method_not_allowed', { headers: { Allow: 'GET' } })
    return found.bind(store.users) as NonNullable<UserStore[Name]>
  }

  /** Sessions and tokens go; whatever is being signed in right now is born dead. */
  function endEverything(id: string) {
    return [
      store.accounts.advanceEpoch(id, null),
      store.sessions.removeAll(id, null),
      store.pendingSignIns.removeAll(id),
      store.tokens.removeAll(id),
    ]
  }

  async function replacePassword(
    actor: Actor,
    id: string,
    to: { password: string; temporaryUntil: number | null; type: EventType },
  ): Promise<void> {
    const row = await find(id)
    const hash = await hashed(to.password)
    const changes: Change[] = [
      store.revision.bump(),
      store.accounts.ensure(id),
      ...endEverything(id),
      store.accounts.set(id, { passwordChangedAt: now(), temporaryUntil: to.temporaryUntil }),
      store.users.setPasswordHash(id, hash),
    ]
    const stored = await journal.commit(changes, event(to.type, actor, row))
    if (!stored) throw new KeywardError('conflict')
  }

  async function hashed(password: string): Promise<string> {
    if (password === '') throw invalidField('password', 'required', 'give a password')
    return passwords.queue.run(() => passwords.hash(password))
  }

  async function toAdminUser(row: UserRow): Promise<AdminUser> {
    const [user] = await toAdminUsers([row])
    if (!user) throw new KeywardError('not_found')
    return user
  }

  async function toAdminUsers(rows: readonly UserRow[]): Promise<readonly AdminUser[]> {
    const ids = rows.map(({ id }) => id)
    const [accounts, factors] = await Promise.all([store.accounts.byIds(ids), store.factors.ofMany(ids)])
    const lastSignIns = new Map(accounts.map(({ userId, lastSignInAt }) => [userId, lastSignInAt]))
    return rows.map((row) => ({
      ...toUser(row, options),
      disabled: row.disabled,
      createdAt: rfc3339(row.createdAt),
      lastSignInAt: rfc3339OrNull(lastSignIns.get(row.id) ?? null),
      mfa: {
        totp: factors.get(row.id)?.totp ?? false,
        securityKeys: factors.get(row.id)?.securityKeys.length ?? 0,
      },
    }))
  }

  function event(type: EventType, actor: Actor, { id, username }: Pick<UserRow, 'id' | 'username'>) {
    return auditEvent(now(), actor, { type, subject: { kind: 'user', id, name: username }, userId: id })
  }
}

function updateType(row: UserRow, patch: UserPatch): EventType {
  if (patch.disabled === undefined || patch.disabled === row.disabled) return 'user.updated'
  return patch.disabled ? 'user.disabled' : 'user.enabled'
}

function usernameConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'usernameKey') {
    throw new KeywardError('username_taken', { cause: error })
  }
  throw error
}
