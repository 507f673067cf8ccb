import type { DataSource, ObjectLiteral } from 'typeorm'
import { keywardEntities } from '../../entities/index.js'
import type { KeywardEntities } from '../../entities/index.js'
import { newId } from '../../src/crypto/id.js'
import { insertMany, rowsOf } from '../bench/bulk.js'
import {
  anApiKey,
  anSshKey,
  aRecoveryCode,
  aSecurityKey,
  aSshPrivateKey,
  aToken,
  aTotp,
  aUser,
} from '../contract/store/rows.js'

/** How much there is in the tables that lists are read from. */
export const amounts = Object.freeze({ users: 5_000, keysOfOne: 500, events: 100_000 })

/** Whose lists are long, and one of their keys, of which there are events. */
export interface Filled {
  readonly userId: string
  readonly keyId: string
}

/** Fills the tables: one user has 500 of each kind of credential, the others two, one factor of each kind, and each user is what 20 events are about. */
export async function fillTables(dataSource: DataSource, entities: KeywardEntities): Promise<Filled> {
  const users = Array.from({ length: amounts.users }, () => aUser())
  const ids = users.map(({ id }) => id)
  const [userId = ''] = ids
  const owners = [...Array.from({ length: amounts.keysOfOne }, () => userId), ...ids, ...ids]
  const keys = owners.map((id) => ({ ...anApiKey(id), version: 0 }))
  const { User, Account, ApiKey, Token, SshKey, SshPrivateKey, Totp, SecurityKey, RecoveryCode, AuditEvent } =
    entities
  const events = Array.from({ length: amounts.events }, (_, n) =>
    anEventRow(n, { userId: ids[n % ids.length] ?? '', keyId: keys[n % keys.length]?.id ?? '' }),
  )
  await fill(
    User,
    users.map((user) => ({ ...user, usernameKey: user.username.toLowerCase(), version: 0 })),
  )
  await fill(Account, ids.map(anAccountRow))
  await fill(ApiKey, keys)
  await fill(
    Token,
    owners.map((id) => aToken(id, { name: 'Key', nameFolded: 'key' })),
  )
  await fill(
    SshKey,
    owners.map((id) => ({ ...anSshKey(id), version: 0 })),
  )
  await fill(
    SshPrivateKey,
    owners.map((id) => ({ ...aSshPrivateKey(id), version: 0 })),
  )
  await fill(
    Totp,
    ids.map((id) => ({ ...aTotp(id, { slot: 'active' }), version: 0 })),
  )
  await fill(
    SecurityKey,
    ids.map((id) => ({ ...aSecurityKey(id), version: 0 })),
  )
  await fill(
    RecoveryCode,
    ids.map((id) => aRecoveryCode(id)),
  )
  await fill(AuditEvent, events)
  await analyze(dataSource)
  return { userId, keyId: keys[0]?.id ?? '' }

  // The entity classes are made by a factory, and are typed by their own rows.
  async function fill(target: unknown, records: readonly ObjectLiteral[]): Promise<void> {
    await insertMany(dataSource, rowsOf(dataSource, target as new () => ObjectLiteral, records))
  }
}

/** Has the database count what is in its tables, as it does by itself in time. */
async function analyze(dataSource: DataSource): Promise<void> {
  const isServer = dataSource.options.type === 'mariadb'
  for (const { tableName } of dataSource.entityMetadatas) {
    await dataSource.query(`ANALYZE ${isServer ? 'TABLE ' : ''}${dataSource.driver.escape(tableName)}`)
  }
}

function anAccountRow(userId: string): object {
  return {
    ...{ userId, securityEpoch: 0, passwordChangedAt: null, temporaryUntil: null, lastSignInAt: null },
    ...{ webauthnHandle: null, codeFailures: 0, version: 0 },
  }
}

const types = ['api_key.created', 'api_key.updated', 'session.created', 'credential.refused'] as const

function anEventRow(n: number, { userId, keyId }: Filled): object {
  const at = 1_780_000_000_000 + n * 1000
  return {
    ...{ id: newId(at), at, type: types[n % types.length], userId, actorKind: 'user', actorId: userId },
    ...{ actorName: 'somebody', subjectKind: 'api_key', subjectId: keyId, subjectName: 'ci' },
    ...{ subjectHint: null, ip: `203.0.113.${String(n % 250)}`, userAgent: 'a browser', reason: null },
    ...{ outcome: n % 50 === 0 ? 'refused' : 'success', note: null, count: 1 },
  }
}

/** The entities of a DataSource that has keyward's alone. */
export function entitiesOf(dataSource: DataSource): KeywardEntities {
  const made = new Map(dataSource.entityMetadatas.map(({ name, target }) => [name, target]))
  const names = Object.entries(keywardEntities()).filter(([, one]) => typeof one === 'function')
  const own = names.map(([property, one]) => [property, made.get((one as { name: string }).name)] as const)
  return Object.fromEntries(own) as unknown as KeywardEntities
}
