import { eq } from '../../query/changes.js'
import type { RawRow } from '../../query/rows.js'
import { under } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { sql } from '../../query/sql.js'
import type {
  StoredCredential,
  FoundCredential,
  CredentialSource,
  OwnerSource,
  CredentialQuery,
} from './credential-query.js'
import { credentialQuery } from './credential-query.js'

/** Finds all credentials of one user. */
interface CredentialsOfUser<Row> {
  /** `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<readonly FoundCredential<Row>[]>
  byUser(userId: string): Promise<readonly FoundCredential<Row>[]>
}

/** Makes the finder of a user's credentials in one table, oldest first; each look-up is one prepared read where the users are keyward's. */
export function credentialsOfUser<Row extends StoredCredential>(
  owners: OwnerSource,
  source: CredentialSource<Row>,
): CredentialsOfUser<Row> {
  const ofUser = lookUp(ownedBy)
  const ofUsername = lookUp(ownedByName)
  return Object.freeze({
    byUser: (userId) => ofUser(userId),
    async byUsername(usernameKey) {
      if (owners.own) return ofUsername(usernameKey)
      const user = await owners.users.byUsername(usernameKey)
      return user ? ofUser(user.id) : []
    },
  } satisfies CredentialsOfUser<Row>)

  function lookUp(condition: (query: CredentialQuery<Row>, value: string) => Sql) {
    let query: CredentialQuery<Row> | undefined
    let run: ((values: readonly unknown[]) => Promise<readonly RawRow[]>) | undefined
    return async (value: string): Promise<readonly FoundCredential<Row>[]> => {
      query ??= credentialQuery(owners, source)
      const where = condition(query, value)
      run ??= query.context.prepareAll(oldestFirst(query, where))
      const found: FoundCredential<Row>[] = []
      for (const row of await run(where.values)) {
        const one = await query.read(row)
        if (one) found.push(one)
      }
      return found
    }
  }
}

function oldestFirst<Row extends StoredCredential>(
  { table, select, around }: CredentialQuery<Row>,
  where: Sql,
): Sql {
  return sql`${around(select(sql`WHERE ${where}`))} ORDER BY ${under('k', table.columns.id.name)}`
}

function ownedBy<Row extends StoredCredential>({ table }: CredentialQuery<Row>, userId: string): Sql {
  return eq(table.columns.userId, userId)
}

function ownedByName<Row extends StoredCredential>(
  { context, table }: CredentialQuery<Row>,
  usernameKey: string,
): Sql {
  const { user } = context.tables
  if (!user) throw new TypeError('the DataSource has no user table of keyward')
  const owner = sql`SELECT ${user.columns.id.name} FROM ${user.name} WHERE ${eq(user.columns.usernameKey, usernameKey)}`
  return sql`${table.columns.userId.name} = (${owner})`
}
