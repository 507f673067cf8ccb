import { foldedText } from '../../../../src/store/folded-text.js'
import type { UserSearch, UserSearchStore } from '../../../../src/store/user-search.js'
import { eq } from '../../query/changes.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Context, InContext } from '../context.js'
import type { ListOrder } from './counted-list.js'
import { countedList } from './counted-list.js'
import { has } from './part-of-text.js'
import type { OwnUserTable } from '../users.js'
import { ownUserTable, userProperties } from '../users.js'

/** Searches keyward's own users. */
export function userSearchStore(at: InContext): UserSearchStore {
  return Object.freeze({
    list: async (search) =>
      countedList(at(), ownUserTable(at()), {
        properties: userProperties,
        where: [raw('1 = 1'), ...conditions(at(), ownUserTable(at()), search)],
        order: orderOf(at(), ownUserTable(at()), search),
        at: search.at,
        limit: search.limit,
      }),
  } satisfies UserSearchStore)
}

function conditions(
  context: Context,
  user: OwnUserTable,
  { q, status, organizationId }: UserSearch,
): readonly Sql[] {
  const { disabled, organizationId: organization } = user.columns
  return [
    ...(q === null ? [] : [named(context, user, foldedText(q))]),
    ...(organizationId === null ? [] : [eq(organization, organizationId)]),
    ...(status === null ? [] : [eq(disabled, status === 'disabled')]),
    ...(status === 'no_factor' ? withoutFactor(context, user) : []),
  ]
}

function named({ engine }: Context, { columns }: OwnUserTable, part: string): Sql {
  const { usernameKey, displayNameFolded, organizationFolded } = columns
  const found = [usernameKey, displayNameFolded, organizationFolded].map((column) =>
    has(engine.dialect, column, part),
  )
  return sql`(${join(found, ' OR ')})`
}

function withoutFactor({ tables: { totp, securityKey } }: Context, user: OwnUserTable): readonly Sql[] {
  const id = sql`${user.name}.${user.columns.id.name}`
  const app = sql`SELECT 1 FROM ${totp.name} WHERE ${totp.name}.${totp.columns.userId.name} = ${id} AND ${eq(totp.columns.slot, 'active')}`
  const key = sql`SELECT 1 FROM ${securityKey.name} WHERE ${securityKey.name}.${securityKey.columns.userId.name} = ${id}`
  return [sql`NOT EXISTS (${app})`, sql`NOT EXISTS (${key})`]
}

function orderOf({ tables: { account } }: Context, user: OwnUserTable, { sort }: UserSearch): ListOrder {
  switch (sort) {
    case 'created':
      // Ids begin with the time at which they were made.
      return { value: null, descending: true, decode: String }
    case 'username':
      // As its unique index has them, which on PostgreSQL is by the collation of the database.
      return { value: user.columns.usernameKey.name, unique: true, descending: false, decode: String }
    case 'last_sign_in': {
      const { userId, lastSignInAt } = account.columns
      const own = sql`${account.name}.${userId.name} = ${user.name}.${user.columns.id.name}`
      const last = sql`SELECT ${lastSignInAt.name} FROM ${account.name} WHERE ${own}`
      // Sorts after every sign-in.
      return { value: sql`COALESCE((${last}), -1)`, descending: true, decode: Number }
    }
  }
}
