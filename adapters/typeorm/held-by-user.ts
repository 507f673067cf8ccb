import { planFor } from './held-plan.js'
import type { Credential, Found, Kind, Owners, Plan } from './held-plan.js'
import { select, under } from './rows.js'
import type { RawRow } from './rows.js'
import { sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq } from './tables.js'

/** Finds all credentials of one user. */
export interface UserFinder<Row> {
  /** `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<readonly Found<Row>[]>
  byUser(userId: string): Promise<readonly Found<Row>[]>
}

/** Makes the finder of all of a user's credentials of one kind, oldest first; each look-up is one prepared read where the users are keyward's. */
export function userFinder<Row extends Credential>(owners: Owners, kind: Kind<Row>): UserFinder<Row> {
  const ofUser = lookUp(ownedBy)
  const ofUsername = lookUp(ownedByName)
  return Object.freeze<UserFinder<Row>>({
    byUser: (userId) => ofUser(userId),
    async byUsername(usernameKey) {
      if (owners.own) return ofUsername(usernameKey)
      const user = await owners.users.byUsername(usernameKey)
      return user ? ofUser(user.id) : []
    },
  })

  function lookUp(condition: (plan: Plan<Row>, kind: Kind<Row>, value: string) => Sql) {
    let plan: Plan<Row> | undefined
    let run: ((values: readonly unknown[]) => Promise<readonly RawRow[]>) | undefined
    return async (value: string): Promise<readonly Found<Row>[]> => {
      plan ??= planFor(owners, kind)
      const where = condition(plan, kind, value)
      run ??= plan.context.prepareAll(ofOneUser(plan, kind, where))
      const found: Found<Row>[] = []
      for (const row of await run(where.values)) {
        const one = await plan.read(row)
        if (one) found.push(one)
      }
      return found
    }
  }
}

function ofOneUser<Row extends Credential>(plan: Plan<Row>, kind: Kind<Row>, where: Sql): Sql {
  const table = kind.table(plan.context.tables)
  const { list } = select(table, kind.properties)
  const inner = sql`SELECT ${list} FROM ${table.name} WHERE ${where}`
  return sql`${plan.around(inner)} ORDER BY ${under('k', table.columns.id.name)}`
}

function ownedBy<Row extends Credential>(plan: Plan<Row>, kind: Kind<Row>, userId: string): Sql {
  return eq(kind.table(plan.context.tables).columns.userId, userId)
}

function ownedByName<Row extends Credential>(plan: Plan<Row>, kind: Kind<Row>, usernameKey: string): Sql {
  const { tables } = plan.context
  const { user } = tables
  if (!user) throw new TypeError('the DataSource has no user table of keyward')
  const owner = sql`SELECT ${user.columns.id.name} FROM ${user.name} WHERE ${eq(user.columns.usernameKey, usernameKey)}`
  return sql`${kind.table(tables).columns.userId.name} = (${owner})`
}
