import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import { sqliteRevision } from '../../../adapters/typeorm/engine/sqlite-revision.js'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../../entities/index.js'
import type { Store } from '../../../src/store.js'
import { addUser, aDigest, anApiKey, aSession, room } from '../../contract/store/rows.js'
import { connect, databases, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { stoppedTime } from '../../support/stopped-time.js'
import { until } from '../../support/until.js'

describe('the store on SQLite', function () {
  this.timeout(120_000)
  let opened: Migrated
  let store: Store

  beforeEach(async () => {
    const [sqlite] = databases
    assert.ok(sqlite)
    opened = await migrated(sqlite)
    store = typeormStore(opened.dataSource)
  })
  afterEach(async () => {
    await store.close()
    await opened.close()
  })

  const fileOf = (): string => String(opened.options.database)
  const handle = (): BetterSqlite3.Database =>
    (opened.dataSource.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection

  it('loses none of 200 acknowledged commits to a host that rolls back all the time', async () => {
    const { id } = await addUser(store)
    const keys = Array.from({ length: 200 }, () => anApiKey(id))
    const host = rollingBack(opened.dataSource)
    const done = await Promise.all(keys.map((key) => store.commit([store.apiKeys.insert(key, room)])))
    const rollbacks = await host.stop()
    assert.equal(done.filter(Boolean).length, 200)
    assert.ok(rollbacks > 0)
    const other = new BetterSqlite3(fileOf(), { readonly: true })
    assert.deepEqual(other.prepare('SELECT COUNT(*) AS n FROM keyward_api_key').get(), { n: 200 })
    assert.deepEqual(other.prepare('SELECT COUNT(*) AS n FROM host_thing').get(), { n: 0 })
    other.close()
  })

  it('finds the gap between transactions of a host that leaves none for a timer', async () => {
    const { id } = await addUser(store)
    const host = rollingBack(opened.dataSource)
    for (let i = 0; i < 20; i++) {
      await turn()
      assert.equal(await store.commit([store.apiKeys.insert(anApiKey(id), room)]), true)
    }
    assert.ok((await host.stop()) >= 10)
  })

  it('reads no whole table for a secret that nobody has, also once the host has run ANALYZE', async () => {
    for (let i = 0; i < 40; i++) {
      const { id } = await addUser(store)
      const keys = Array.from({ length: 50 }, () => store.apiKeys.insert(anApiKey(id), room))
      const sessions = Array.from({ length: 50 }, () => store.sessions.insert(aSession(id)))
      await store.commit([...keys, ...sessions])
    }
    await opened.dataSource.query('ANALYZE')
    const fresh = typeormStore(opened.dataSource)
    const texts = await preparedBy(async () => {
      for (const port of [fresh.apiKeys, fresh.tokens, fresh.sessions, fresh.sshHosts]) {
        assert.equal(await port.byDigest([aDigest()]), null)
      }
    })
    await fresh.close()
    assert.equal(texts.length, 7)
    for (const text of texts) {
      const plan = handle().prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      assert.match(plan.all('a')[0]?.detail ?? '', /^SEARCH \w+ USING INDEX \w+digest /)
    }
  })

  it('looks for what another handle revoked once a millisecond, or each time when it is strict', () => {
    let elapsed = 0
    const reader = new BetterSqlite3(fileOf(), { readonly: true })
    const elsewhere = new BetterSqlite3(fileOf())
    elsewhere.exec('INSERT INTO keyward_revision (id, value) VALUES (1, 1) ON CONFLICT DO NOTHING')
    const text = 'SELECT value FROM keyward_revision'
    const watch = (strict: boolean) =>
      sqliteRevision({ reader: () => reader, apart: () => true }, text, { strict, elapsed: () => elapsed })
    const [usual, strict] = [watch(false), watch(true)]
    const before = [usual.current(), strict.current()]
    elsewhere.exec('UPDATE keyward_revision SET value = value + 1')
    elapsed = 0.9
    assert.equal(usual.current(), before[0])
    assert.notEqual(strict.current(), before[1])
    elapsed = 1
    assert.notEqual(usual.current(), before[0])
    for (const handle of [reader, elsewhere]) handle.close()
  })

  it('sees at once what the process itself has revoked', () => {
    const reader = new BetterSqlite3(fileOf(), { readonly: true })
    const watch = sqliteRevision({ reader: () => reader, apart: () => true }, 'SELECT 1', {
      strict: false,
      elapsed: () => 0,
    })
    const before = watch.current()
    watch.changed()
    assert.notEqual(watch.current(), before)
    reader.close()
  })

  it('answers nothing from memory where what others commit would not show', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-'))
    const options = { type: 'better-sqlite3', database: join(folder, 'test.db'), enableWAL: false } as const
    const dataSource = await connect(options)
    await migrate(dataSource)
    await dataSource.query('PRAGMA journal_mode = DELETE')
    const unsure = typeormStore(dataSource)
    assert.equal(unsure.revision.current(), null)
    await unsure.close()
    await dataSource.destroy()
    rmSync(folder, { recursive: true })
    const memory = await connect({ type: 'better-sqlite3', database: ':memory:' })
    await migrate(memory)
    const alone = typeormStore(memory)
    const known = alone.revision.current()
    assert.notEqual(known, null)
    await alone.commit([alone.revision.outdate()])
    assert.notEqual(alone.revision.current(), known)
    await alone.close()
    await memory.destroy()
  })

  it('gives up with an error when a transaction of the host never ends, and works on afterwards', async () => {
    const { id } = await addUser(store)
    await opened.dataSource.query('BEGIN')
    try {
      using time = stoppedTime()
      const failures: unknown[] = []
      const committing = store
        .commit([store.accounts.set(id, { lastSignInAt: 1 })])
        .catch((error: unknown) => void failures.push(error))
      time.advance(1999)
      await looks(3)
      assert.deepEqual(failures, [])
      time.advance(1)
      await committing
      assert.deepEqual(failures.map(nameOf), ['StoreUnavailableError'])
    } finally {
      await opened.dataSource.query('ROLLBACK')
    }
    assert.equal((await store.accounts.byId(id))?.lastSignInAt, null)
    assert.equal(await store.commit([store.accounts.set(id, { lastSignInAt: 1 })]), true)
  })

  it('does not see what a transaction of the host has not committed', async () => {
    const { id } = await addUser(store)
    const key = anApiKey(id)
    await store.commit([store.apiKeys.insert(key, room)])
    await opened.dataSource.query('BEGIN')
    await opened.dataSource.query('DELETE FROM keyward_api_key')
    assert.ok(await store.apiKeys.byDigest([key.digest]))
    await opened.dataSource.query('ROLLBACK')
  })

  it('waits for another process without holding up the event loop, and leaves the busy timeout as it was', async () => {
    const { id } = await addUser(store)
    handle().pragma('busy_timeout = 1234')
    const other = new BetterSqlite3(fileOf())
    other.exec('BEGIN IMMEDIATE')
    let turns = 0
    const ticking = setInterval(() => turns++, 5)
    try {
      const committed = store.commit([store.accounts.set(id, { lastSignInAt: 1 })])
      // It would give up before, if each try held up the event loop for its busy timeout.
      await Promise.race([committed, until('ten turns of the event loop', () => turns >= 10)])
      other.exec('COMMIT')
      assert.equal(await committed, true)
    } finally {
      clearInterval(ticking)
      other.close()
    }
    assert.equal(handle().pragma('busy_timeout', { simple: true }), 1234)
  })

  it('gives up when another process holds the file for longer than the time limit', async () => {
    const { id } = await addUser(store)
    const other = new BetterSqlite3(fileOf())
    other.exec('BEGIN IMMEDIATE')
    await assert.rejects(store.commit([store.accounts.set(id, {})]), { name: 'StoreUnavailableError' })
    other.close()
  })

  it('is durable and forgets what is deleted', async () => {
    await addUser(store)
    assert.equal(handle().pragma('journal_mode', { simple: true }), 'wal')
    assert.equal(handle().pragma('synchronous', { simple: true }), 2)
    assert.equal(handle().pragma('secure_delete', { simple: true }), 1)
  })

  it('names the table that is missing, and how to get it', async () => {
    await opened.dataSource.query('DROP TABLE keyward_token')
    await assert.rejects(store.ready(), /keyward_token is missing.*run migrate\(dataSource\)/)
  })

  it('is unavailable once the host has closed its DataSource, and back when it is open again', async () => {
    const user = await addUser(store)
    await opened.dataSource.destroy()
    await assert.rejects(store.users.byId(user.id), { name: 'StoreUnavailableError' })
    await assert.rejects(store.commit([store.accounts.ensure(user.id)]), { name: 'StoreUnavailableError' })
    await opened.dataSource.initialize()
    assert.deepEqual(await store.users.byId(user.id), user)
    assert.equal(await store.commit([store.accounts.ensure(user.id)]), true)
  })

  it('works in memory, where there is no second handle', async () => {
    const ours = { entities: [...keywardEntities().all], migrations: [...keywardMigrations()] }
    const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', ...ours })
    const early = typeormStore(dataSource)
    await dataSource.initialize()
    await migrate(dataSource)
    const user = await addUser(early)
    assert.deepEqual(await early.users.byId(user.id), user)
    await early.close()
    await dataSource.destroy()
  })
})

/** So many times that the turnstile has looked whether the way is free: every 5 ms. */
function looks(times: number): Promise<void> {
  return new Promise((resolve) => {
    let left = times
    const ticking = setInterval(() => {
      left -= 1
      if (left > 0) return
      clearInterval(ticking)
      resolve()
    }, 5)
  })
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error)
}

/** A host that runs one transaction after the other without a pause, each over several turns, and rolls each back. */
function rollingBack(dataSource: DataSource): { stop(): Promise<number> } {
  let stopped = false
  let rollbacks = 0
  const running = (async () => {
    const runner = dataSource.createQueryRunner()
    await runner.query('CREATE TABLE host_thing (id integer)')
    do {
      await runner.startTransaction()
      await runner.query('INSERT INTO host_thing VALUES (1)')
      await sleep(2)
      await runner.rollbackTransaction()
      rollbacks++
    } while (!stopped)
  })()
  return {
    async stop() {
      stopped = true
      await running
      return rollbacks
    },
  }
}

/** The statements that are prepared, on whichever handle, while something is done. */
async function preparedBy(work: () => Promise<void>): Promise<readonly string[]> {
  const texts: string[] = []
  const { prototype } = BetterSqlite3
  const { prepare } = prototype
  prototype.prepare = function (this: BetterSqlite3.Database, text: string) {
    texts.push(text)
    return prepare.call(this, text) as never
  }
  try {
    await work()
  } finally {
    prototype.prepare = prepare
  }
  return texts
}
