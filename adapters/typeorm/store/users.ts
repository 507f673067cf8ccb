import type { UserRecord } from '../../../entities/index.js'
import { userTable } from '../../../entities/user.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import { foldedText } from '../../../src/store/folded-text.js'
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
import type { Context, InContext } from './context.js'

/** The properties of a user, without what the table keeps to find them by. */
export const userProperties: AllOf<UserRow> = propertiesBut(
  userTable,
  'usernameKey',
  'displayNameFolded',
  'organizationFolded',
  'version',
)
const ownerProperties: AllOf<Omit<CredentialOwner, 'kind'>> = propertiesBut(
  userTable,
  'usernameKey',
  'displayNameFolded',
  'organizationFolded',
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

/** keyward's own user table. */
export type OwnUserTable = Table<UserRecord>

/** The user table, where it is keyward's own; throws `TypeError` where it is not. */
export function ownUserTable({ tables: { user } }: Pick<Context, 'tables'>): OwnUserTable {
  if (!user) throw new TypeError('the DataSource has no user table of keyward')
  return user
}

/** Selects the columns of a `CredentialOwner`. */
export function selectOwner(user: Table<UserRecord>, alias?: string): Selection<CredentialOwner> {
  const { list, width, read } = select(user, ownerProperties, alias)
  return Object.freeze({
    list,
    width,
    read: (row, offset) => ({ ...read(row, offset), kind: 'user' }),
  } satisfies Selection<CredentialOwner>)
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
    create: (user) =>
      mayHit(
        insertion(own(), {
          ...user,
          usernameKey: user.username.toLowerCase(),
          displayNameFolded: foldedOrNull(user.displayName),
          organizationFolded: foldedOrNull(user.organizationId),
        }),
      ),
    update(id, patch) {
      const keepsPower = patch.admin !== false && patch.disabled !== true
      return revoking(
        mustHit(
          update(
            id,
            { ...only(patch, updatable), ...folded(patch) },
            keepsPower ? raw('') : notLastAdmin(id),
          ),
        ),
      )
    },
    remove: (id) =>
      revoking(mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}${notLastAdmin(id)}`)),
  } satisfies Required<UserStore>)

  function own(): OwnUserTable {
    return ownUserTable(at())
  }

  async function find(where: Sql, rest: Sql): Promise<readonly UserRow[]> {
    const { list, read } = select(own(), userProperties)
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

/** What of a user is searched by, as far as it is given. */
function folded({
  displayName,
  organizationId,
}: UserPatch): Partial<Pick<UserRecord, 'displayNameFolded' | 'organizationFolded'>> {
  return {
    ...(displayName === undefined ? {} : { displayNameFolded: foldedOrNull(displayName) }),
    ...(organizationId === undefined ? {} : { organizationFolded: foldedOrNull(organizationId) }),
  }
}

function foldedOrNull(text: string | null): string | null {
  return text === null ? null : foldedText(text)
}
