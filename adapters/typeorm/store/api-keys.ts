import { apiKeyTable } from '../../../entities/api-key.js'
import type { ApiKeyRecord } from '../../../entities/index.js'
import type { ApiKeyRow, ApiKeyStore, FoundApiKey } from '../../../src/store/api-key.js'
import type { PreparedWrite } from '../engine/batch.js'
import { mustHit, revoking } from '../engine/batch.js'
import { changes, eq, fitting, is } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import type { Sql } from '../query/sql.js'
import { raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { credentialFinder } from './credential/credential-finder.js'
import type { CredentialTable, OwnerSource } from './credential/credential-query.js'
import type { Holders } from './credential/credentials.js'
import { insertWithRoom, noteUse, ownedBy, readOwned, removeOwned } from './credential/credentials.js'
import { expiredRows } from './expired-rows.js'
import type { ListFacts } from './list/owned-list.js'
import { ownedList } from './list/owned-list.js'

const properties: AllOf<ApiKeyRow> = propertiesBut(apiKeyTable, 'version')
const updatable: AllOf<Required<Parameters<ApiKeyStore['update']>[2]>> = propertiesOf(
  apiKeyTable,
  'name',
  'nameKey',
  'nameFolded',
  'disabled',
  'metadata',
)
const inRotation: AllOf<Parameters<ApiKeyStore['rotate']>[1]> = propertiesOf(
  apiKeyTable,
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'previousIssuedAt',
  'hint',
  'issuedAt',
  'expiresAt',
)

// Fewer than a row has, since reading a column is what a look-up costs.
const found: AllOf<FoundApiKey> = propertiesBut(
  apiKeyTable,
  'nameKey',
  'nameFolded',
  'lifetimeDays',
  'createdAt',
  'lastUsedAt',
  'lastUsedIp',
  'version',
)

const keysOfUsers: CredentialTable<FoundApiKey> = {
  table: ({ apiKey }) => apiKey,
  properties: found,
  present: 'digest',
  previous: 'previousDigest',
}

// The table of its own has the columns of API keys.
const keysOfServices: CredentialTable<FoundApiKey> = {
  ...keysOfUsers,
  table: ({ serviceKey }) => serviceKey,
  ofService: true,
}

/** Stores users' API keys. */
export function apiKeyStore(owners: OwnerSource): ApiKeyStore {
  return keyStore(owners, keysOfUsers, { own: () => owners.at().tables.apiKey })
}

/** Stores the API keys of service accounts. */
export function serviceKeyStore(owners: OwnerSource): ApiKeyStore {
  return keyStore(owners, keysOfServices, {
    own: () => owners.at().tables.serviceKey,
    holders() {
      const { name, columns } = owners.at().tables.serviceAccount
      return { name, id: columns.id, version: columns.version }
    },
  })
}

function keyStore(
  owners: OwnerSource,
  source: CredentialTable<FoundApiKey>,
  { own, holders }: { own(): Table<ApiKeyRecord>; holders?(): Holders },
): ApiKeyStore {
  const { byDigest, scanReplica } = credentialFinder(owners, source)

  return Object.freeze({
    byDigest,
    // What is scanned tells only what a policy would do, so a replica is good enough.
    scan: scanReplica,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, list) => ownedList(owners.at(), own(), { userId, properties, list, facts: facts() }),
    insert: (row, { limit, now }) =>
      insertWithRoom(owners.at(), own(), {
        row,
        alive: endingAfter(now),
        room: limit,
        holders: holders?.(),
      }),
    update: (userId, id, patch) => change({ userId, id }, only(patch, updatable), raw('')),
    bind: (row, conditions) =>
      change(row, { conditions }, sql` AND ${is(own().columns.conditions, row.conditions)}`),
    rotate: (row, to) => change(row, only(to, inRotation), sql` AND ${eq(own().columns.digest, row.digest)}`),
    used: (id, { at, ip, redigest }) =>
      noteUse(
        own(),
        { id, at, changes: { lastUsedAt: at, ...fitting(own(), { lastUsedIp: ip }) } },
        redigest,
      ),
    remove: (userId, id) => revoking(removeOwned(own(), userId, id)),
    ...expiredRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies ApiKeyStore)

  function facts(): ListFacts {
    const { lastUsedAt, expiresAt, issuedAt: begunAt, disabled } = own().columns
    return { lastUsedAt, expiresAt, begunAt, disabled }
  }

  function endingAfter(time: number): Sql {
    const { name } = own().columns.expiresAt
    return sql`(${name} IS NULL OR ${name} > ${time})`
  }

  function change(
    { userId, id }: Pick<ApiKeyRow, 'userId' | 'id'>,
    patch: Partial<ApiKeyRecord>,
    condition: Sql,
  ): PreparedWrite {
    return revoking(
      mustHit(
        sql`UPDATE ${own().name} SET ${changes(own(), patch)} WHERE ${ownedBy(own(), userId, id)}${condition}`,
      ),
    )
  }
}
