import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import { foldedText } from '../store/folded-text.js'
import type { ListPlace, ListPosition, Page } from '../store/page.js'
import type { UserSearch, UserSort } from '../store/user-search.js'
import { userSorts, userStatuses } from '../store/user-search.js'
import type { AdminUser } from './admin-user.js'
import { toAdminUsers } from './admin-user.js'

export { userSorts, userStatuses }
export type { UserSearch }

/**
 * A page of the list of users: `total` fit the search, and `preceding` of them stand before the first of `rows`. Both are `null` where only
 * the host's user table could tell, which is asked for no more than it has a verb for.
 */
export interface UserPage extends Page<AdminUser> {
  readonly total: number | null
  readonly preceding: number | null
  /** The places of the first and the last of `rows`; `null` = there are none. */
  readonly first: ListPlace | null
  readonly last: ListPlace | null
}

/** How many of a host's users are read to find some among them: the newest. */
const most = 10_000
const batch = 100

/** Finds users, in keyward's own table by its index, in a host's by reading it. */
export async function searchUsers(
  core: Pick<Core, 'store' | 'options' | 'enrolled'>,
  search: UserSearch,
): Promise<UserPage> {
  const { users, userSearch } = core.store
  if (userSearch) {
    const found = await userSearch.list(search)
    return { ...found, rows: await toAdminUsers(core, found.rows) }
  }
  if (isWhole(search) && search.at?.side !== 'before') {
    const { rows, more } = await users.list({ limit: search.limit, before: search.at?.id ?? null })
    const shown = await toAdminUsers(core, rows)
    const total = search.at === null && !more ? rows.length : null
    return { rows: shown, more, total, preceding: search.at === null ? 0 : null, ...ends(shown, search.sort) }
  }
  const { read, complete } = await readAll()
  const page = pageOf(read.filter((user) => fits(user, search)).sort(inOrder(search.sort)), search)
  return complete ? page : { ...page, total: null }

  /** Reads a host's users, newest first, and no more of them than can be held. */
  async function readAll(): Promise<{ readonly read: AdminUser[]; readonly complete: boolean }> {
    const read: AdminUser[] = []
    for (let before: string | null = null; read.length < most;) {
      const { rows, more } = await users.list({ limit: batch, before })
      read.push(...(await toAdminUsers(core, rows)))
      before = rows.at(-1)?.id ?? null
      if (!more || before === null) return { read, complete: true }
    }
    return { read, complete: false }
  }
}

function isWhole({ q, status, organizationId, sort }: UserSearch): boolean {
  return q === null && status === null && organizationId === null && sort === 'created'
}

function fits(user: AdminUser, { q, status, organizationId }: UserSearch): boolean {
  if (organizationId !== null && user.organizationId !== organizationId) return false
  if (q !== null) {
    const part = foldedText(q)
    const texts = [user.username, user.displayName ?? '', user.organizationId ?? '']
    if (!texts.some((text) => foldedText(text).includes(part))) return false
  }
  if (status === null) return true
  if (status === 'disabled') return user.disabled
  return !user.disabled && (status === 'active' || (!user.mfa.totp && user.mfa.securityKeys === 0))
}

function placeOf(user: AdminUser, sort: UserSort): ListPlace {
  const { id } = user
  switch (sort) {
    case 'created':
      return { value: id, id }
    case 'username':
      return { value: usernameKey(user.username), id }
    case 'last_sign_in':
      return { value: user.lastSignInAt === null ? -1 : Date.parse(user.lastSignInAt), id }
  }
}

/** Compares as the order says; those that it takes for equal stay as the host lists them, newest first. */
function inOrder(sort: UserSort): (a: AdminUser, b: AdminUser) => number {
  return (a, b) => {
    if (sort === 'created') return 0
    const [left, right] = [placeOf(a, sort).value, placeOf(b, sort).value]
    if (left === right) return 0
    const sign = left < right ? -1 : 1
    return sort === 'username' ? sign : -sign
  }
}

function pageOf(found: readonly AdminUser[], { limit, at, sort }: UserSearch): UserPage {
  const start = startOf(found, limit, at)
  const rows = found.slice(start, start + limit)
  const more = start + rows.length < found.length
  return { rows, more, total: found.length, preceding: start, ...ends(rows, sort) }
}

/** Where a page begins; whoever looks from a user who is gone begins anew. */
function startOf(found: readonly AdminUser[], limit: number, at: ListPosition | null): number {
  const seen = found.findIndex(({ id }) => id === at?.id)
  if (at === null || seen < 0) return 0
  return at.side === 'before' ? Math.max(0, seen - limit) : seen + 1
}

function ends(rows: readonly AdminUser[], sort: UserSort): Pick<UserPage, 'first' | 'last'> {
  const [first, last] = [rows[0], rows.at(-1)]
  return { first: first ? placeOf(first, sort) : null, last: last ? placeOf(last, sort) : null }
}
