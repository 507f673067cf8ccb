import type { ColumnOptions } from 'typeorm'
import type { TableName } from './tables.js'
import { tableNames } from './tables.js'
import type { UserIdType } from './user-id.js'
import { lengthOf, ownUserId } from './user-id.js'

/** A class a host has made an entity of. */
export type HostClass = abstract new (...args: never[]) => object

/** What a host chooses about keyward's tables; give the same to `keywardEntities` and `keywardMigrations`. */
export interface EntityOptions {
  /** Begins the name of every table, index and key. Default: `keyward_`. */
  readonly prefix?: string
  /** The PostgreSQL schema of the tables. Default: the DataSource's. */
  readonly schema?: string
  /** The type of the user table's key; needed with `user`. Default: `varchar(36)`. */
  readonly userId?: UserIdType
  /** The host's own user entity: keyward makes no user table, and deleting a user deletes all it holds. `false`: users live elsewhere. Default: keyward's own table. */
  readonly user?: HostClass | false
  /** Further columns of the host's, by table and property; each nullable or with a default, since keyward does not fill them. Default: none. */
  readonly extra?: Readonly<Partial<Record<TableName, Readonly<Record<string, ColumnOptions>>>>>
}

/** The options with every default filled in. */
export interface ResolvedEntityOptions {
  readonly prefix: string
  readonly schema: string | undefined
  readonly userId: UserIdType
  /** `true`: keyward's own table. */
  readonly user: HostClass | boolean
  readonly extra: NonNullable<EntityOptions['extra']>
}

/** Checks the options and fills in defaults; throws `TypeError`. */
export function resolveEntityOptions(options: EntityOptions): ResolvedEntityOptions {
  const { prefix = 'keyward_', schema, userId = ownUserId, user = true, extra = {} } = options
  // PostgreSQL cuts names at 63 bytes, and the longest of keyward's has 32 without the prefix.
  if (!/^[a-z_][a-z0-9_]{0,23}$/.test(prefix)) {
    throw new TypeError('prefix must be 1 to 24 lower-case letters, digits and "_"')
  }
  if (user !== true && user !== false && options.userId === undefined) {
    throw new TypeError("userId is needed with user: the type of your user table's key")
  }
  if (idLength(userId) < 36 && user === true)
    throw new TypeError(`keyward's own user ids are UUIDs, which ${userId} cannot hold`)
  checkExtra(extra)
  return Object.freeze({ prefix, schema, userId, user, extra } satisfies ResolvedEntityOptions)
}

/** How long a text can be to be an id of the type; throws for what is no type of a user id. */
function idLength(type: UserIdType): number {
  if (type === 'int' || type === 'bigint') return 0
  return type === 'uuid' ? 36 : lengthOf(type)
}

function checkExtra(extra: NonNullable<EntityOptions['extra']>): void {
  for (const [table, columns] of Object.entries(extra)) {
    if (!tableNames.some((name) => name === table))
      throw new TypeError(`extra.${table} is not a table of keyward's`)
    for (const [property, column] of Object.entries(columns)) {
      if (!column.nullable && column.default === undefined) {
        throw new TypeError(`extra.${table}.${property} must be nullable or have a default`)
      }
    }
  }
}
