import type { UserRecord } from '../../entities/index.js'
import type { Owner } from '../../src/store/held.js'
import type { UserRow, UserStore } from '../../src/store/user.js'
import { mayHit, mustHit } from './batch.js'
import { bump } from './context.js'
import type { InContext } from './context.js'
import { limit, page, select } from './rows.js'
import type { Selection } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

/** The columns of a `UserRow`. */
export function selectUser(user: Table<UserRecord>, alias?: string): Selection<UserRow> {
  return select(
    user,
    ['id', 'username', 'displayName', 'organizationId', 'admin', 'disabled', 'passwordHash', 'createdAt'],
    alias,
  )
}

/** The columns of an `Owner`. */
export function selectOwner(user: Table<UserRecord>, alias?: string): Selection<Owner> {
  return select(user, ['id', 'username', 'displayName', 'organizationId', 'admin', 'disabled'], alias)
}

/** keyward's own users. */
export function userStore(at: InContext): Required<UserStore> {
  return Object.freeze<Required<UserStore>>({
    byId: async (id) => (await find(eq(own().columns.id, id), raw('')))[0] ?? null,
    byUsername: async (usernameKey) =>
      (await find(eq(own().columns.usernameKey, usernameKey), raw('')))[0] ?? null,
    async list(request) {
      const { id } = own().columns
      const older = request.before === null ? raw('1 = 1') : sql`${id.name} < ${id.encode(request.before)}`
      const rows = await find(older, sql` ORDER BY ${id.name} DESC ${limit(request.limit + 1)}`)
      return page(rows, request.limit)
    },
    setPasswordHash: (id, passwordHash) => mustHit(update(id, { passwordHash }, raw(''))),
    create: (user) =>
      mayHit(insertion(own(), { ...recordOf(user), usernameKey: user.username.toLowerCase(), version: 0 })),
    update(id, patch) {
      const keepsPower = patch.admin !== false && patch.disabled !== true
      return mustHit(update(id, patch, keepsPower ? raw('') : notLastAdmin(id)))
    },
    remove: (id) =>
      mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}${notLastAdmin(id)}`),
  })

  function own(): Table<UserRecord> {
    const { user } = at().tables
    if (!user) throw new TypeError('the DataSource has no user table of keyward')
    return user
  }

  async function find(where: Sql, rest: Sql): Promise<readonly UserRow[]> {
    const { list, read } = selectUser(own())
    const rows = await at().rows(sql`SELECT ${list} FROM ${own().name} WHERE ${where}${rest}`)
    return rows.map((row) => read(row))
  }

  function update(id: string, patch: Partial<UserRecord>, condition: Sql): Sql {
    const user = own()
    const changes = [...assignments(user, patch), bump(user, user.columns.version)]
    return sql`UPDATE ${user.name} SET ${join(changes, ', ')} WHERE ${eq(user.columns.id, id)}${condition}`
  }

  /** Only while there is another administrator who can sign in, unless this one can't either. */
  function notLastAdmin(id: string): Sql {
    const { name, columns } = own()
    const { admin, disabled } = columns
    // MariaDB reads the table it changes only through a derived table, which LIMIT keeps from being merged away.
    const another = sql`SELECT ${columns.id.name} FROM ${name} WHERE ${admin.name} = TRUE AND ${disabled.name} = FALSE AND ${columns.id.name} <> ${columns.id.encode(id)} LIMIT 1`
    return sql` AND (${admin.name} = FALSE OR ${disabled.name} = TRUE OR EXISTS (SELECT 1 FROM (${another}) another))`
  }
}

function recordOf(user: UserRow): UserRow {
  const { id, username, displayName, organizationId, admin, disabled, passwordHash, createdAt } = user
  return { id, username, displayName, organizationId, admin, disabled, passwordHash, createdAt }
}
