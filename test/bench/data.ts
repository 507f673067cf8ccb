import { randomInt } from 'node:crypto'
import type { DataSource, ObjectLiteral } from 'typeorm'
import { digester } from '../../src/crypto/digest.js'
import { newId } from '../../src/crypto/id.js'
import { hintOf, mint } from '../../src/crypto/secret.js'
import type { Secret } from '../../src/crypto/secret.js'
import type { Store } from '../../src/store.js'
import type { UserRow } from '../../src/store/user.js'
import type { Write } from '../../src/store/write.js'
import { insertMany, rowsOf } from './bulk.js'
import { benchSecret } from './keyward.js'
import type { OpenStore } from './keyward.js'

export const keysPerUser = 50
const dayMs = 86_400_000
const digests = digester([benchSecret])

/** Texts of new API keys: every contender stores the same ones, each in its own way. */
export function newKeys(count: number): readonly Secret[] {
  return Array.from({ length: count }, () => mint('kw', 'api_key'))
}

/** Stores keys in keyward's tables, 50 to a user, with one commit a table; users are numbered from `firstUser`. */
export async function fillKeyward(
  { dataSource, entities }: OpenStore,
  keys: readonly Secret[],
  { firstUser = 0 }: { readonly firstUser?: number } = {},
): Promise<void> {
  const count = Math.ceil(keys.length / keysPerUser)
  const users = Array.from({ length: count }, (_, n) => user(firstUser + n))
  const { User, Account, ApiKey } = entities
  await insert(
    dataSource,
    User,
    users.map((row) => ({ ...row, usernameKey: row.username, version: 0 })),
  )
  await insert(
    dataSource,
    Account,
    users.map(({ id }) => account(id)),
  )
  const idOf = (n: number): string => users[Math.floor(n / keysPerUser)]?.id ?? ''
  await insert(
    dataSource,
    ApiKey,
    keys.map((key, n) => apiKey(key, { userId: idOf(n), n: n % keysPerUser })),
  )
}

async function insert(
  dataSource: DataSource,
  target: unknown,
  records: readonly ObjectLiteral[],
): Promise<void> {
  // The entity classes are made by a factory, and are typed by their own rows.
  await insertMany(dataSource, rowsOf(dataSource, target as new () => ObjectLiteral, records))
}

function apiKey(key: Secret, { userId, n }: { readonly userId: string; readonly n: number }): object {
  const now = Date.now()
  return {
    id: newId(now),
    userId,
    name: `key ${String(n)}`,
    nameKey: digests.label(String(n)),
    nameFolded: `key ${String(n)}`,
    ...digests.digest(key.reveal()),
    previousDigest: null,
    previousUntil: null,
    previousIssuedAt: null,
    hint: hintOf(key),
    scopes: ['*'],
    lifetimeDays: 90,
    createdAt: now,
    issuedAt: now,
    expiresAt: now + 90 * dayMs,
    lastUsedAt: null,
    lastUsedIp: null,
    disabled: false,
    version: 0,
  }
}

function account(userId: string): object {
  return {
    ...{ userId, securityEpoch: 0, passwordChangedAt: null, temporaryUntil: null, lastSignInAt: null },
    ...{ webauthnHandle: null, codeFailures: 0, version: 0 },
  }
}

/** A user of the bench's. */
export function user(n: number): UserRow {
  return {
    id: newId(Date.now()),
    username: `user-${String(n)}`,
    displayName: null,
    organizationId: n % 2 === 0 ? 'acme' : null,
    admin: false,
    disabled: false,
    passwordHash: null,
    createdAt: Date.now(),
  }
}

export function created(store: Store, row: UserRow): Write {
  const write = store.users.create?.(row)
  if (!write || write instanceof Promise) throw new Error("the bench fills keyward's own user table")
  return write
}

/** One of them, at random. */
export function pick<T>(list: readonly T[]): T {
  // Lists here are never empty.
  return list[randomInt(list.length)] as T
}

/** Some of them, at random, each once. */
export function sample<T>(list: readonly T[], count: number): readonly T[] {
  const rest = [...list]
  const taken = Math.min(count, rest.length)
  for (let i = 0; i < taken; i++) {
    const j = i + randomInt(rest.length - i)
    ;[rest[i], rest[j]] = [rest[j] as T, rest[i] as T]
  }
  return rest.slice(0, taken)
}
