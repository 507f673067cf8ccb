import type { TokenRecord } from '../../entities/index.js'
import type { TokenRow, TokenStore } from '../../src/store/token.js'
import { mayHit } from './batch.js'
import { insertWithRoom, listOwned, noteUse, readOwned, removeOwned } from './credentials.js'
import { endedRows } from './ended.js'
import { finder } from './held.js'
import type { Kind, Owners } from './held-plan.js'
import { sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'name',
  'digest',
  'keyId',
  'hint',
  'scopes',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
] as const satisfies readonly (keyof TokenRow)[]

const tokens: Kind<TokenRecord> = { table: ({ token }) => token, properties, present: 'digest' }

/** Short-lived tokens. */
export function tokenStore(owners: Owners): TokenStore {
  const { byDigest, scanReplica } = finder(owners, tokens)
  const own = (): Table<TokenRecord> => owners.at().tables.token

  return Object.freeze<TokenStore>({
    byDigest,
    // Only what a policy would do is reckoned from it.
    scan: scanReplica,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, endedSince, request) =>
      listOwned(owners.at(), own(), { userId, properties, where: endingAfter(endedSince), request }),
    insert: (row, { limit, now }) =>
      insertWithRoom(owners.at(), own(), { row: recordOf(row), alive: endingAfter(now), room: limit }),
    used: (id, at, _ip, redigest) => noteUse(own(), { id, at, changes: { lastUsedAt: at } }, redigest),
    remove: (userId, id) => removeOwned(own(), userId, id),
    removeAll: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
    ...endedRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  })

  function endingAfter(time: number): Sql {
    return sql`${own().columns.expiresAt.name} > ${time}`
  }
}

function recordOf(row: TokenRow): TokenRecord {
  // Built from the list of all properties of the record.
  return Object.fromEntries(properties.map((property) => [property, row[property]])) as unknown as TokenRecord
}
