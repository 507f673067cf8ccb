import type { TokenRecord } from '../../../entities/index.js'
import { tokenTable } from '../../../entities/token.js'
import type { TokenRow, TokenStore } from '../../../src/store/token.js'
import { mayHit, revoking } from '../engine/batch.js'
import { eq } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import type { Sql } from '../query/sql.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { credentialFinder } from './credential/credential-finder.js'
import type { CredentialTable, OwnerSource } from './credential/credential-query.js'
import { insertWithRoom, noteUse, readOwned, removeOwned } from './credential/credentials.js'
import { expiredRows } from './expired-rows.js'
import type { ListFacts } from './list/owned-list.js'
import { ownedList } from './list/owned-list.js'

const properties: AllOf<TokenRow> = propertiesBut(tokenTable)

const tokens: CredentialTable<TokenRow> = { table: ({ token }) => token, properties, present: 'digest' }

/** Stores short-lived tokens. */
export function tokenStore(owners: OwnerSource): TokenStore {
  const { byDigest, scanReplica } = credentialFinder(owners, tokens)
  const own = (): Table<TokenRecord> => owners.at().tables.token

  return Object.freeze({
    byDigest,
    // What is scanned tells only what a policy would do, so a replica is good enough.
    scan: scanReplica,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, list) => ownedList(owners.at(), own(), { userId, properties, list, facts: facts() }),
    insert: (row, { limit, now }) =>
      insertWithRoom(owners.at(), own(), { row, alive: endingAfter(now), room: limit }),
    used: (id, { at, redigest }) => noteUse(own(), { id, at, changes: { lastUsedAt: at } }, redigest),
    remove: (userId, id) => revoking(removeOwned(own(), userId, id)),
    removeAll: (userId) =>
      revoking(mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`)),
    ...expiredRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies TokenStore)

  function facts(): ListFacts {
    const { lastUsedAt, expiresAt, createdAt: begunAt } = own().columns
    return { lastUsedAt, expiresAt, begunAt }
  }

  function endingAfter(time: number): Sql {
    return sql`${own().columns.expiresAt.name} > ${time}`
  }
}
