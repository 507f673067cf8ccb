import type { UserRecord } from '../../../entities/index.js'
import { userTable } from '../../../entities/user.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import type { UserPatch, UserRow, UserStore } from '../../../src/store/user.js'
import { mayHit, mustHit, revoking } from '../engine/batch.js'
import { changes, eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import type { Selection } from '../query/rows.js'
import { limit, page, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'

const properties: AllOf<UserRow> = propertiesBut(userTable, 'usernameKey', 'version')
const ownerProperties: AllOf<CredentialOwner> = propertiesBut(
  userTable,
  'usernameKey',
  'passwordHash',
  'createdAt',
  'version',
)
const updatable: AllOf<Required<UserPatch>> = propertiesOf(
  userTable,
  'displayName',
  'organizationId',
  'admin',
  'disabled',
)

/** Selects the columns of a `CredentialOwner`. */
export function selectOwner(user: Table<UserRecord>, alias?: string): Selection<CredentialOwner> {
  return select(user, ownerProperties, alias)
}

/** Stores keyward's own users. */
export function userStore(at: InContext): Required<UserStore> {
  return Object.freeze({
    byId: async (id) => (await find(eq(own().columns.id, id), raw('')))[0] ?? null,
    byUsername: async (usernameKey) =>
      (await find(eq(own().columns.usernameKey, usernameKey), raw('')))[0] ?? null,
    async list(request) {
      const { id } = own().columns
      const older = request.before === null ? raw('1 = 1') : sql`${id.name} < ${id.encode(request.before)}`
      const rows = await find(older, sql` ORDER BY ${id.name} DESC ${limit(request.limit + 1)}`)
      return page(rows, request.limit)
    },
    setPasswordHash(id, passwordHash, replaces) {
      if (replaces === undefined) return mustHit(update(id, { passwordHash }, raw('')))
      return mayHit(update(id, { passwordHash }, sql` AND ${eq(own().columns.passwordHash, replaces)}`))
    },
    create: (user) => mayHit(insertion(own(), { ...user, usernameKey: user.username.toLowerCase() })),
    update(id, patch) {
      const keepsPower = patch.admin !== false && patch.disabled !== true
      return revoking(mustHit(update(id, only(patch, updatable), keepsPower ? raw('') : notLastAdmin(id))))
    },
    remove: (id) =>
      revoking(mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}${notLastAdmin(id)}`)),
  } satisfies Required<UserStore>)

  function own(): Table<UserRecord> {
    const { user } = at().tables
    if (!user) throw new TypeError('the DataSource has no user table of keyward')
    return user
  }

  async function find(where: Sql, rest: Sql): Promise<readonly UserRow[]> {
    const { list, read } = select(own(), properties)
    const rows = await at().rows(sql`SELECT ${list} FROM ${own().name} WHERE ${where}${rest}`)
    return rows.map((row) => read(row))
  }

  function update(id: string, patch: Partial<UserRecord>, condition: Sql): Sql {
    const { name, columns } = own()
    return sql`UPDATE ${name} SET ${changes(own(), patch)} WHERE ${eq(columns.id, id)}${condition}`
  }

  /** Holds only while there is another administrator who can sign in, or where this one can't either. */
  function notLastAdmin(id: string): Sql {
    const { name, columns } = own()
    const { admin, disabled } = columns
    // MariaDB reads the table it changes only through a derived table, which LIMIT keeps from being merged away.
    const another = sql`SELECT ${columns.id.name} FROM ${name} WHERE ${admin.name} = TRUE AND ${disabled.name} = FALSE AND ${columns.id.name} <> ${columns.id.encode(id)} LIMIT 1`
    return sql` AND (${admin.name} = FALSE OR ${disabled.name} = TRUE OR EXISTS (SELECT 1 FROM (${another}) another))`
  }
}
