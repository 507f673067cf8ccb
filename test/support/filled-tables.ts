import type { DataSource, ObjectLiteral } from 'typeorm'
import { keywardEntities } from '../../entities/index.js'
import type { KeywardEntities } from '../../entities/index.js'
import { newId } from '../../src/crypto/id.js'
import { eventTypes } from '../../src/events.js'
import { insertMany, rowsOf, withoutIndexes } from '../bench/bulk.js'
import {
  anApiKey,
  anSshKey,
  aRecoveryCode,
  aSecurityKey,
  aSession,
  aSshPrivateKey,
  aToken,
  aTotp,
  aUser,
} from '../contract/store/rows.js'

/** How much there is in the tables that lists are read from. */
export const amounts: Amounts = Object.freeze({ users: 5_000, keysOfOne: 500, events: 100_000 })

/** How many rows are put into tables. */
export interface Amounts {
  readonly users: number
  readonly keysOfOne: number
  readonly events: number
}

/** Whose lists are long, and one of their keys, of which there are events. */
export interface Filled {
  readonly userId: string
  readonly keyId: string
}

/**
 * Fills the tables: one user has 500 of each kind of credential, the others two; one user in 20 is disabled, every second one has a second
 * factor, 50 are in one organisation; 20 events are about each user, one in 1,000 is of a rare type.
 */
export async function fillTables(
  dataSource: DataSource,
  entities: KeywardEntities,
  { users: howMany, keysOfOne, events: eventsInAll }: Amounts = amounts,
): Promise<Filled> {
  const users = Array.from({ length: howMany }, (_, n) =>
    aUser({ organizationId: `organization-${String(Math.floor(n / 50))}`, disabled: n % 20 === 1 }),
  )
  const ids = users.map(({ id }) => id)
  const [userId = ''] = ids
  const owners = [...Array.from({ length: keysOfOne }, () => userId), ...ids, ...ids]
  const keys = owners.map((id) => ({ ...anApiKey(id), version: 0 }))
  const {
    User,
    Account,
    ApiKey,
    Token,
    SshKey,
    SshPrivateKey,
    AuditEvent,
    Session,
    Totp,
    SecurityKey,
    RecoveryCode,
  } = entities
  const events = Array.from({ length: eventsInAll }, (_, n) =>
    anEventRow(n, { userId: ids[n % ids.length] ?? '', keyId: keys[n % keys.length]?.id ?? '' }),
  )
  await fill(
    User,
    users.map((user) => ({
      ...{ ...user, usernameKey: user.username.toLowerCase(), version: 0 },
      organizationFolded: user.organizationId,
    })),
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
    Session,
    owners.map((id) => ({ ...aSession(id), version: 0 })),
  )
  await fill(
    Totp,
    ids.filter((_, n) => n % 2 === 0).map((id) => ({ ...aTotp(id, { slot: 'active' }), version: 0 })),
  )
  await fill(
    SecurityKey,
    ids.filter((_, n) => n % 4 === 0).map((id) => ({ ...aSecurityKey(id), version: 0 })),
  )
  await fill(
    RecoveryCode,
    ids.map((id) => aRecoveryCode(id)),
  )
  await withoutIndexes(dataSource, 'keyward_audit_event', () => fill(AuditEvent, events))
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

/** All but one take turns. */
const rare = 'policy.changed'
const types = eventTypes.filter((type) => type !== rare)

function anEventRow(n: number, { userId, keyId }: Filled): object {
  const at = 1_780_000_000_000 + n * 1000
  return {
    ...{
      id: newId(at),
      at,
      type: n % 1000 === 0 ? rare : types[n % types.length],
      userId,
      actorKind: 'user',
      actorId: userId,
    },
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
