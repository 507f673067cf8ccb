import { organizationScope, platformScope } from '../../src/policy/policy.js'
import type { AccountRow } from '../../src/store/account.js'
import type { Held } from '../../src/store/held.js'
import type { PolicyStore } from '../../src/store/policy.js'
import type { UserStore } from '../../src/store/user.js'
import { selectAccount } from './accounts.js'
import type { Context, InContext } from './context.js'
import type { PolicyReader } from './policies.js'
import { select, under } from './rows.js'
import type { RawRow, Selection } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import type { Table, Tables } from './tables.js'
import { selectOwner } from './users.js'

/** Where the owners of credentials come from, and the policies that bear on them. */
export interface Owners {
  readonly at: InContext
  readonly users: UserStore
  /** The users are in keyward's own table: one statement reads the credential, its owner and the policies. */
  readonly own: boolean
  readonly policies: PolicyStore
  readonly readPolicy: PolicyReader
}

/** What every credential has. */
export interface Credential {
  readonly id: string
  readonly userId: string
}

/** What tells one kind of credential from another. */
export interface Kind<Row extends Credential> {
  table(tables: Tables): Table<Row>
  readonly properties: readonly (keyof Row & string)[]
  /** The property with the digest by which a row is found. */
  readonly present: keyof Row & string
  /** The property with the digest before the last rotation, where there is one: it finds the row, too. */
  readonly previous?: keyof Row & string
  /** Reads the owner's account too. */
  readonly account?: true
}

/** A credential found; `account` only where the kind asks for it. */
export type Found<Row> = Held<Row> & { readonly account: AccountRow | null }

/** How rows of a kind become credentials with their owners. */
export interface Plan<Row> {
  readonly context: Context
  readonly columns: Selection<Row>
  /** The statement that adds owner and policies to the rows of `inner`, known in it as `k`. */
  around(inner: Sql): Sql
  read(row: RawRow): Found<Row> | Promise<Found<Row> | null>
}

export function planFor<Row extends Credential>(owners: Owners, kind: Kind<Row>): Plan<Row> {
  const context = owners.at()
  const { tables } = context
  const k = select(kind.table(tables), kind.properties, 'k')
  const account = kind.account ? selectAccount(tables.account, 'a') : null
  const user = owners.own && tables.user ? selectOwner(tables.user, 'u') : null
  const userAt = k.width + (account?.width ?? 0)
  const policyAt = userAt + (user?.width ?? 0)
  const list = join(
    [k.list, ...(account ? [account.list] : []), ...(user ? [user.list, policyColumns(tables)] : [])],
    ', ',
  )
  const joined = join(
    [...(account ? [joinAccount(tables, kind)] : []), ...(user ? joinUser(context, kind) : [])],
    ' ',
  )

  return {
    context,
    // `kind.properties` names them all.
    columns: k as Selection<Row>,
    around: (inner) => sql`SELECT ${list} FROM (${inner}) k ${joined}`,
    read(stored) {
      const row = k.read(stored) as Row
      const itsAccount = account ? account.read(stored, k.width) : null
      if (!user) return withHostUser(owners, row, itsAccount)
      const platform = owners.readPolicy(stored[policyAt])
      const organization = owners.readPolicy(stored[policyAt + 1])
      return {
        row,
        account: itsAccount,
        owner: user.read(stored, userAt),
        policies: { platform, organization },
      }
    },
  }
}

async function withHostUser<Row extends Credential>(
  { users, policies }: Owners,
  row: Row,
  account: AccountRow | null,
): Promise<Found<Row> | null> {
  const owner = await users.byId(row.userId)
  return owner && { row, account, owner, policies: await policies.readFor(owner.organizationId) }
}

function policyColumns({ policy }: Tables): Sql {
  const { name } = policy.columns.policy
  return join([under('p', name), under('o', name)], ', ')
}

function joinAccount<Row extends Credential>(tables: Tables, kind: Kind<Row>): Sql {
  const { account } = tables
  const owner = kind.table(tables).columns.userId.name
  return sql`JOIN ${account.name} a ON ${under('a', account.columns.userId.name)} = ${under('k', owner)}`
}

function joinUser<Row extends Credential>({ engine, tables }: Context, kind: Kind<Row>): readonly Sql[] {
  const { user, policy } = tables
  if (!user) return []
  const scope = policy.columns.scope.name
  const organization = under('u', user.columns.organizationId.name)
  const prefix = raw(`'${organizationScope('')}'`)
  const organizationsScope =
    engine.dialect === 'mysql' ? sql`CONCAT(${prefix}, ${organization})` : sql`${prefix} || ${organization}`
  return [
    sql`JOIN ${user.name} u ON ${under('u', user.columns.id.name)} = ${under('k', kind.table(tables).columns.userId.name)}`,
    sql`LEFT JOIN ${policy.name} p ON ${under('p', scope)} = ${raw(`'${platformScope}'`)}`,
    sql`LEFT JOIN ${policy.name} o ON ${under('o', scope)} = ${organizationsScope}`,
  ]
}
