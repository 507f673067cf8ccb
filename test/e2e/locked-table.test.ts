import assert from 'node:assert/strict'
import SqliteDatabase from 'better-sqlite3'
import { after, afterEach, before, it } from 'mocha'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { connect, describeOnEach, migrated } from '../databases.js'
import type { Migrated, TestDatabase } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../support/factors.js'
import { refused } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { until } from '../support/until.js'

/** One failure closes a counter: a fault that counts as one is seen at once. */
const once = { failures: 1, minutes: 15 }
const throttle = { perAccountAndAddress: once, perAccount: once, perAddress: once, codesPerAccount: once }

describeOnEach('while a table is locked, by an ALTER say,', (database) => {
  let opened: Migrated
  let blocker: Blocker
  let app: App
  /** Called by the host's own code: when somebody was found, and when a sign-in is about to be written. */
  let found: () => void = () => undefined

  before(async () => {
    opened = await migrated(database)
    blocker = await blockerOf(database, opened.options)
    const isAdmin = (): boolean => {
      found()
      return false
    }
    const options = { throttle, isAdmin, passkeys: true }
    app = await startApp(expressFramework, {
      store: typeormStore(opened.dataSource),
      throttled: true,
      options,
    })
  })
  afterEach(async () => {
    found = () => undefined
    await blocker.release()
  })
  after(async () => {
    await app.close()
    await blocker.close()
    await opened.close()
  })

  it('right passwords lock nobody out while a table is locked', async () => {
    const user = await app.user()
    await duringLock('session', async () => {
      for (let i = 0; i < 2; i++) refused((await passwordStep(app, user)).answer, 503, 'unavailable')
    })
    assert.equal((await passwordStep(app, user)).answer.status, 201)
  })

  it('wrong passwords count while a table is locked', async () => {
    const { username } = await app.user()
    const wrong = { username, password: newPassword() }
    await duringLock('audit_event', async () => {
      assert.notEqual((await app.client().post('/session', wrong)).status, 429)
    })
    refused(await app.client().post('/session', wrong), 429, 'too_many_attempts')
    app.clock.advance({ hours: 2 })
  })

  it('right codes lock nobody out, and leave the sign-in its attempts', async () => {
    const owner = await app.signedIn()
    const phone = await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    const code = phone.code()
    const recoveryCode = { code: phone.recoveryCodes[0] }
    await duringLock('session', async () => {
      refused(await client.post('/session/totp', { code }), 503, 'unavailable')
      refused(await client.post('/session/recovery-code', recoveryCode), 503, 'unavailable')
    })
    assert.equal((await client.post('/session/totp', { code: '000000' })).status, 401)
    assert.equal((await app.store.accounts.byId(owner.user.id))?.codeFailures, 1)
    assert.deepEqual(await attemptsInSignIns(owner.user), [1])
    app.clock.advance({ minutes: 20 })
  })

  it('security keys and passkeys lock nobody out', async function () {
    // Its challenges could not be written either.
    if (database.name === 'sqlite') return this.skip()
    const owner = await app.signedIn()
    const { device } = await enrolKey(owner, { passkey: true })
    const { client } = await passwordStep(app, owner.user)
    const [byKey, byPasskey] = ['/session/security-key', '/session/passkey'] as const
    await duringLock('session', async () => {
      refused(await touch(client, byKey, { device }), 503, 'unavailable')
      refused(await touch(app.client(), byPasskey, { device }), 503, 'unavailable')
    })
    assert.equal((await touch(app.client(), byPasskey, { device })).status, 201)
    assert.deepEqual(await attemptsInSignIns(owner.user), [0])
    assert.equal((await touch(client, byKey, { device })).status, 201)
  })

  it('the attempt is taken back later where the counters are locked by then as well', async function () {
    if (database.name === 'sqlite') return this.skip()
    const other = await blockerOf(database, opened.options)
    const user = await app.user()
    try {
      await duringLock('session', async () => {
        const first = passwordStep(app, user)
        await until('the count', isCounted)
        await other.lock('attempt')
        refused((await first).answer, 503, 'unavailable')
        refused((await passwordStep(app, user)).answer, 503, 'unavailable')
      })
      await other.release()
      assert.equal((await passwordStep(app, user)).answer.status, 201)
    } finally {
      await other.release()
      await other.close()
    }
  })

  it('proving again who one is, and changing the password, lock nobody out', async () => {
    const owner = await app.signedIn()
    const right = { password: app.password }
    const change = { currentPassword: app.password, newPassword: newPassword() }
    await duringLock('audit_event', async () => {
      refused(await owner.post('/session/reauthentication', right), 503, 'unavailable')
      refused(await owner.put('/password', change), 503, 'unavailable')
    })
    assert.equal((await owner.post('/session/reauthentication', right)).status, 200)
    assert.equal((await owner.put('/password', change)).status, 204)
  })

  async function isCounted(): Promise<boolean> {
    const rows = await opened.dataSource.query<{ count: number; ends_at: string }[]>(
      'SELECT * FROM keyward_attempt',
    )
    return rows.some(({ count, ends_at }) => count > 0 && Number(ends_at) > app.clock.now())
  }

  async function attemptsInSignIns({ id }: { readonly id: string }): Promise<readonly number[]> {
    const rows = await opened.dataSource.query<{ attempts: number }[]>(
      `SELECT attempts FROM keyward_pending_sign_in WHERE user_id = '${id}'`,
    )
    return rows.map(({ attempts }) => attempts)
  }

  /** SQLite has no locks of tables: there the whole file is locked, from when the host's code is next called. */
  async function duringLock(table: string, work: () => Promise<void>): Promise<void> {
    if (database.name === 'sqlite') {
      found = () => {
        found = () => undefined
        void blocker.lock(table)
      }
    } else await blocker.lock(table)
    try {
      await work()
    } finally {
      await blocker.release()
    }
  }
})

/** Somebody else at the same database. */
interface Blocker {
  lock(table: string): Promise<unknown>
  release(): Promise<unknown>
  close(): Promise<void>
}

async function blockerOf({ name }: TestDatabase, options: DataSourceOptions): Promise<Blocker> {
  if (name === 'sqlite') return sqliteBlocker(String(options.database))
  const dataSource = await connect(options)
  const runner = dataSource.createQueryRunner()
  const locking = { postgres: 'BEGIN; LOCK TABLE', mariadb: 'LOCK TABLES' }[name]
  const mode = { postgres: 'IN ACCESS EXCLUSIVE MODE', mariadb: 'WRITE' }[name]
  return {
    lock: (table) => runner.query(`${locking} keyward_${table} ${mode}`),
    release: () => runner.query(name === 'postgres' ? 'ROLLBACK' : 'UNLOCK TABLES'),
    close: () => dataSource.destroy(),
  }
}

function sqliteBlocker(file: string): Blocker {
  const handle = new SqliteDatabase(file)
  const run = (text: string): Promise<unknown> => Promise.resolve(handle.exec(text))
  return {
    // At once, so that the lock is there before what called it goes on.
    lock: () => run('BEGIN IMMEDIATE'),
    release: () => (handle.inTransaction ? run('ROLLBACK') : Promise.resolve()),
    close: () => Promise.resolve(void handle.close()),
  }
}
