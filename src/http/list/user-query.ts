import { z } from 'zod'
import type { UserPage, UserSearch } from '../../admin/user-list.js'
import { userSorts, userStatuses } from '../../admin/user-list.js'
import type { AdminUser } from '../../admin/admin-user.js'
import { partOfName, positionBy } from '../../input/list.js'
import type { UserListJson } from '../json/list.js'
import { cursorText, cursorTo, positionIn } from './list-cursor.js'
import { pageQuery } from './paging.js'

/** The schema of the query of the list of users; a cursor of another query is a 422. */
export const userQuery: z.ZodType<UserSearch> = z
  .strictObject({
    limit: pageQuery.limit,
    cursor: cursorText.optional(),
    q: partOfName.optional(),
    status: z.literal([...userStatuses]).optional(),
    organization: z.string().min(1).max(64).optional(),
    sort: z.literal([...userSorts]).default('created'),
  })
  .transform(({ cursor, limit, q = null, status = null, organization = null, sort }, context): UserSearch => {
    const search = { limit, at: null, q, status, organizationId: organization, sort }
    if (cursor === undefined) return search
    const at = positionIn(cursor, keyOf(search), positionBy(sort === 'last_sign_in' ? 'number' : 'text'))
    if (at) return { ...search, at }
    context.issues.push({ code: 'invalid_format', format: 'cursor', input: cursor, path: ['cursor'] })
    return z.NEVER
  })

/** The body that the list of users answers. */
export function userListOf(found: UserPage, search: UserSearch): UserListJson<AdminUser> {
  return { items: found.rows, nextCursor: userCursorsOf(found, search).nextCursor, total: found.total }
}

/** The cursors of the pages on both sides of a page of users; `null` = there is none. */
export function userCursorsOf(
  { first, last, more, preceding }: UserPage,
  search: UserSearch,
): { previousCursor: string | null; nextCursor: string | null } {
  return {
    previousCursor: preceding !== 0 && first ? cursorTo({ ...first, side: 'before' }, keyOf(search)) : null,
    nextCursor: more && last ? cursorTo({ ...last, side: 'after' }, keyOf(search)) : null,
  }
}

function keyOf({ q, status, organizationId, sort }: UserSearch): readonly unknown[] {
  return ['users', q, status, organizationId, sort]
}
