import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { DataSource } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import { digester } from '../../src/crypto/digest.js'
import { newId } from '../../src/crypto/id.js'
import { hintOf, mint } from '../../src/crypto/secret.js'
import type { Store } from '../../src/store.js'
import type { ApiKeyRow } from '../../src/store/api-key.js'
import type { UserRow } from '../../src/store/user.js'
import type { Write } from '../../src/store/write.js'

/** The secret every process of a run shares. */
export const benchSecret = 'a secret for the bench, 32 bytes or more'
const keysPerUser = 50
const usersPerCommit = 20

export async function open(database: string): Promise<{ dataSource: DataSource; store: Store }> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database,
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
  })
  await dataSource.initialize()
  await migrate(dataSource)
  return { dataSource, store: typeormStore(dataSource) }
}

/** Fills a store with users of 50 keys each; answers the keys in random order. */
export async function fill(store: Store, count: number): Promise<readonly string[]> {
  const digests = digester([benchSecret])
  const keys: string[] = []
  for (let made = 0; made < count; made += keysPerUser * usersPerCommit) {
    const users = Array.from({ length: usersPerCommit }, (_, i) => user(made / keysPerUser + i))
    const rows = users.flatMap(({ id }) => Array.from({ length: keysPerUser }, (_, n) => apiKey(id, n)))
    await store.commit([
      ...users.flatMap((row) => [created(store, row), store.accounts.ensure(row.id)]),
      ...rows.map((row) => store.apiKeys.insert(row, { limit: keysPerUser, now: Date.now() })),
    ])
  }
  return shuffle(keys).slice(0, count)

  function apiKey(userId: string, n: number): ApiKeyRow {
    const now = Date.now()
    const key = mint('kw', 'api_key')
    keys.push(key.reveal())
    return {
      id: newId(now),
      userId,
      name: `key ${String(n)}`,
      nameKey: digests.label(String(n)),
      ...digests.digest(key.reveal()),
      previousDigest: null,
      previousUntil: null,
      hint: hintOf(key),
      scopes: ['*'],
      lifetimeDays: 90,
      createdAt: now,
      issuedAt: now,
      expiresAt: now + 90 * 86_400_000,
      lastUsedAt: null,
      lastUsedIp: null,
      disabled: false,
    }
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

/** The port of a server in another process, once it listens. */
export function firstMessage(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', reject)
  })
}

function shuffle<T>(list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    const [a, b] = [list[i], list[j]]
    if (a !== undefined && b !== undefined) [list[i], list[j]] = [b, a]
  }
  return list
}
