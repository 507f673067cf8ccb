import type { ApiKeyRecord } from '../../entities/index.js'
import type { ApiKeyRow, ApiKeyStore, FoundApiKey } from '../../src/store/api-key.js'
import { mustHit } from './batch.js'
import type { PreparedWrite } from './batch.js'
import { bump } from './context.js'
import { insertWithRoom, listOwned, noteUse, ownedBy, readOwned, removeOwned } from './credentials.js'
import { endedRows } from './ended.js'
import { finder } from './held.js'
import type { Kind, Owners } from './held-plan.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'name',
  'nameKey',
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'hint',
  'scopes',
  'lifetimeDays',
  'createdAt',
  'issuedAt',
  'expiresAt',
  'lastUsedAt',
  'lastUsedIp',
  'disabled',
] as const satisfies readonly (keyof ApiKeyRow)[]

/** Fewer, since reading a column is what a look-up costs. */
const foundProperties = [
  'id',
  'userId',
  'name',
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'hint',
  'scopes',
  'issuedAt',
  'expiresAt',
  'disabled',
] as const satisfies readonly (keyof FoundApiKey)[]

const apiKeys: Kind<FoundApiKey> = {
  table: ({ apiKey }) => apiKey,
  properties: foundProperties,
  present: 'digest',
  previous: 'previousDigest',
}

/** API keys. */
export function apiKeyStore(owners: Owners): ApiKeyStore {
  const { byDigest, scanReplica } = finder(owners, apiKeys)
  const own = (): Table<ApiKeyRecord> => owners.at().tables.apiKey

  return Object.freeze<ApiKeyStore>({
    byDigest,
    // Only what a policy would do is reckoned from it.
    scan: scanReplica,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, endedSince, request) =>
      listOwned(owners.at(), own(), { userId, properties, where: endingAfter(endedSince), request }),
    insert: (row, { limit, now }) =>
      insertWithRoom(owners.at(), own(), { row: recordOf(row), alive: endingAfter(now), room: limit }),
    update: (userId, id, { name, nameKey, disabled }) =>
      change({ userId, id }, { name, nameKey, disabled }, raw('')),
    rotate(row, { digest, keyId, previousDigest, previousUntil, hint, issuedAt, expiresAt }) {
      const changes = { digest, keyId, previousDigest, previousUntil, hint, issuedAt, expiresAt }
      return change(row, changes, sql` AND ${eq(own().columns.digest, row.digest)}`)
    },
    used: (id, at, ip, redigest) =>
      noteUse(own(), { id, at, changes: { lastUsedAt: at, lastUsedIp: ip } }, redigest),
    remove: (userId, id) => removeOwned(own(), userId, id),
    ...endedRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  })

  function endingAfter(time: number): Sql {
    const { name } = own().columns.expiresAt
    return sql`(${name} IS NULL OR ${name} > ${time})`
  }

  function change(
    { userId, id }: { userId: string; id: string },
    patch: Partial<ApiKeyRecord>,
    condition: Sql,
  ): PreparedWrite {
    const changes = [...assignments(own(), patch), bump(own(), own().columns.version)]
    return mustHit(
      sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${ownedBy(own(), userId, id)}${condition}`,
    )
  }
}

function recordOf(row: ApiKeyRow): ApiKeyRecord {
  const kept = Object.fromEntries(properties.map((property) => [property, row[property]]))
  // Built from the list of all properties of the record but the version.
  return { ...kept, version: 0 } as unknown as ApiKeyRecord
}
