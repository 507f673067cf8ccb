import type { UserRow, UserStore } from '../store/user.js'
import type { Write } from '../store/write.js'
import type { HostCalls } from './host-calls.js'

/** A host's user store, called through `HostCalls`; an optional verb that the host leaves out is left out here too. */
export function calledUsers(users: UserStore, { ask }: HostCalls): UserStore {
  const { create, update, remove } = users
  return Object.freeze({
    byId: (id) =>
      one('byId', async () => {
        const row = await users.byId(id)
        if (row && isAnother(id, row)) throw new TypeError('`byId` answered another user than was asked for')
        return row
      }),
    byUsername: (usernameKey) => one('byUsername', () => users.byUsername(usernameKey)),
    list: (page) =>
      ask('users.list', async () => {
        const { rows, more } = await users.list(page)
        return { rows: rows.map(checked), more }
      }),
    setPasswordHash: (id, hash, replaces) =>
      change('setPasswordHash', () => users.setPasswordHash(id, hash, replaces)),
    ...(create && { create: (user) => change('create', () => create.call(users, user)) }),
    ...(update && { update: (id, patch) => change('update', () => update.call(users, id, patch)) }),
    ...(remove && { remove: (id) => change('remove', () => remove.call(users, id)) }),
  } satisfies UserStore)

  /** Asks for one row, which may come as `undefined` where there is none: so several libraries answer. */
  function one(verb: string, call: () => Promise<UserRow | null | undefined>): Promise<UserRow | null> {
    return ask(`users.${verb}`, async () => {
      const row = (await call()) ?? null
      return row && checked(row)
    })
  }

  /** Hands on a write of keyward's own, to be committed; anything else is work of the host's, which has begun by now. */
  function change<T>(verb: string, call: () => Write | Promise<T>): Write | Promise<T> {
    let made: Write | Promise<T> | undefined
    const asked = ask(`users.${verb}`, () => (made = call()) as Promise<T>)
    return isWrite(made) ? made : asked
  }
}

/**
 * Checks a host's row, which is whatever its database or its mapper made of it, since each value decides about somebody: a number as id would
 * be a user whom nothing belongs to, a text as `createdAt` a grace period that never ends, a text as `disabled` an account that stays shut
 * or open.
 */
function checked(row: UserRow): UserRow {
  const { id, username, admin, disabled } = row
  if (!isText(id) || !isText(username)) throw wrong('a string as `id` and as `username`')
  if (typeof admin !== 'boolean' || typeof disabled !== 'boolean') {
    throw wrong('a boolean as `admin` and as `disabled`')
  }
  const createdAt = timeOf(row.createdAt)
  if (!Number.isFinite(createdAt)) throw wrong('epoch milliseconds, a number, as `createdAt`')
  const [passwordHash = null, displayName = null, organizationId = null]: readonly unknown[] = [
    row.passwordHash,
    row.displayName,
    row.organizationId,
  ]
  if (!isTextOrNone(passwordHash) || !isTextOrNone(displayName) || !isTextOrNone(organizationId)) {
    throw wrong('a string or null as `passwordHash`, `displayName` and `organizationId`')
  }
  return { id, username, displayName, organizationId, admin, disabled, passwordHash, createdAt }
}

function wrong(demanded: string): TypeError {
  return new TypeError(`a user must have ${demanded}`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isTextOrNone(value: unknown): value is string | null {
  return value === null || isText(value)
}

/** Reads a time, which mappers may make a `Date`; `NaN` = it is none. */
function timeOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : typeof value === 'number' ? value : NaN
}

/** Whether a row is not the one asked for. A database may know several ways to write one id, but what it takes `7abc` for is another's. */
function isAnother(asked: string, { id }: UserRow): boolean {
  // An id that is no string is refused by `checked`, which says so.
  return isText(id) && id !== asked && oneSpelling(id) !== oneSpelling(asked)
}

/** One spelling for all by which a database finds the same id: in a column of numbers or UUIDs, or with a collation without case. */
function oneSpelling(id: string): string {
  const trimmed = id.replace(/ +$/, '')
  if (/^\d+$/.test(trimmed)) return trimmed.replace(/^0+(?=\d)/, '')
  const digits = trimmed.toLowerCase()
  const bare = digits.replace(/[{}-]/g, '')
  return /^[0-9a-f]{32}$/.test(bare) ? bare : digits
}

function isWrite(made: unknown): made is Write {
  return typeof made === 'object' && made !== null && 'affects' in made
}
