import { organizationScope, platformScope } from '../../../../src/policy/policy.js'
import type { AccountRow } from '../../../../src/store/account.js'
import type { CredentialOwner, OwnedCredential } from '../../../../src/store/owned-credential.js'
import type { PolicyStore } from '../../../../src/store/policy.js'
import type { UserStore } from '../../../../src/store/user.js'
import type { Column } from '../../query/column.js'
import type { AllOf } from '../../query/properties.js'
import type { RawRow, Selection } from '../../query/rows.js'
import { select, under } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Table, Tables } from '../../query/tables.js'
import { selectAccount } from '../accounts.js'
import type { Context, InContext } from '../context.js'
import type { PolicyReader } from '../policies.js'
import { selectServiceOwner } from '../service-accounts.js'
import { selectOwner } from '../users.js'

/** Where the owners of credentials come from, and the policies that bear on them. */
export interface OwnerSource {
  readonly at: InContext
  readonly users: UserStore
  /** The users are in keyward's own table: one statement reads the credential, its owner and the policies. */
  readonly own: boolean
  readonly policies: PolicyStore
  readonly readPolicy: PolicyReader
}

/** What every credential has. */
export interface StoredCredential {
  readonly id: string
  readonly userId: string
}

/** Which rows are credentials, and what is read of them. */
export interface CredentialSource<Row extends StoredCredential> {
  table(tables: Tables): Table<Row>
  readonly properties: AllOf<Row>
  /** Reads the owner's account too. */
  readonly account?: true
  /** Its owners are service accounts, which are keyward's own whoever's the users are. */
  readonly ofService?: true
}

/** Credentials that are found by the digest of a secret. */
export interface CredentialTable<Row extends StoredCredential> extends CredentialSource<Row> {
  /** The property with the digest by which a row is found. */
  readonly present: keyof Row & string
  /** The property with the digest before the last rotation, where there is one: it finds the row, too. */
  readonly previous?: keyof Row & string
}

/** A credential that was found; `account` only where its source asks for it. */
export type FoundCredential<Row> = OwnedCredential<Row> & { readonly account: AccountRow | null }

/** How rows of a table become credentials with their owners. */
export interface CredentialQuery<Row> {
  readonly context: Context
  readonly table: Table<Row>
  /** Writes a SELECT of the rows alone; `which` begins with its WHERE. */
  select(which: Sql): Sql
  /** Writes the statement that adds owner and policies to the rows of `inner`, known in it as `k`. */
  around(inner: Sql): Sql
  readonly columns: Selection<Row>
  read(row: RawRow): FoundCredential<Row> | Promise<FoundCredential<Row> | null>
}

/** Prepares how the credentials of a source are read: with their owners in one statement where the users are keyward's. */
export function credentialQuery<Row extends StoredCredential>(
  owners: OwnerSource,
  source: CredentialSource<Row>,
): CredentialQuery<Row> {
  const context = owners.at()
  const { tables } = context
  const table = source.table(tables)
  const alone = select(table, source.properties)
  const columns = select(table, source.properties, 'k')
  const account = source.account ? selectAccount(tables.account, 'a') : null
  const joinable = joinableOwners(owners, source)
  const user = joinable?.selection ?? null
  const userAt = columns.width + (account?.width ?? 0)
  const policyAt = userAt + (user?.width ?? 0)
  const list = join(
    [columns.list, ...(account ? [account.list] : []), ...(user ? [user.list, policyColumns(tables)] : [])],
    ', ',
  )
  const owner = under('k', table.columns.userId.name)
  const joined = join(
    [
      ...(account ? [joinAccount(tables, owner)] : []),
      ...(joinable ? joinOwner(context, joinable, owner) : []),
    ],
    ' ',
  )

  return Object.freeze({
    context,
    table,
    select: (which) => sql`SELECT ${alone.list} FROM ${table.name} ${which}`,
    around: (inner) => sql`SELECT ${list} FROM (${inner}) k ${joined}`,
    columns,
    read(stored) {
      const row = columns.read(stored)
      const itsAccount = account ? account.read(stored, columns.width) : null
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
  } satisfies CredentialQuery<Row>)
}

/** Owners whose table is joined to their credentials, as `u`. */
interface JoinableOwners {
  readonly name: Sql
  readonly id: Column
  readonly organizationId: Column
  readonly selection: Selection<CredentialOwner>
}

/** The owners of a source; `null` = they are the host's, who are asked for one by one. */
function joinableOwners(
  { at, own }: OwnerSource,
  { ofService }: Pick<CredentialSource<StoredCredential>, 'ofService'>,
): JoinableOwners | null {
  const { user, serviceAccount } = at().tables
  if (ofService) {
    const { name, columns } = serviceAccount
    const { id, organizationId } = columns
    return { name, id, organizationId, selection: selectServiceOwner(serviceAccount, 'u') }
  }
  if (!own || !user) return null
  const { id, organizationId } = user.columns
  return { name: user.name, id, organizationId, selection: selectOwner(user, 'u') }
}

async function withHostUser<Row extends StoredCredential>(
  { users, policies }: OwnerSource,
  row: Row,
  account: AccountRow | null,
): Promise<FoundCredential<Row> | null> {
  const owner = await users.byId(row.userId)
  if (!owner) return null
  const policiesOf = await policies.readFor(owner.organizationId)
  return { row, account, owner: { ...owner, kind: 'user' }, policies: policiesOf }
}

function policyColumns({ policy }: Tables): Sql {
  const { name } = policy.columns.policy
  return join([under('p', name), under('o', name)], ', ')
}

function joinAccount({ account }: Tables, owner: Sql): Sql {
  return sql`JOIN ${account.name} a ON ${under('a', account.columns.userId.name)} = ${owner}`
}

function joinOwner(
  { engine, tables: { policy } }: Context,
  { name, id, organizationId }: JoinableOwners,
  owner: Sql,
): readonly Sql[] {
  const scope = policy.columns.scope.name
  const organization = under('u', organizationId.name)
  const prefix = raw(`'${organizationScope('')}'`)
  const organizationsScope =
    engine.dialect === 'mysql' ? sql`CONCAT(${prefix}, ${organization})` : sql`${prefix} || ${organization}`
  return [
    sql`JOIN ${name} u ON ${under('u', id.name)} = ${owner}`,
    sql`LEFT JOIN ${policy.name} p ON ${under('p', scope)} = ${raw(`'${platformScope}'`)}`,
    sql`LEFT JOIN ${policy.name} o ON ${under('o', scope)} = ${organizationsScope}`,
  ]
}
