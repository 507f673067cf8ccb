import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { after, before, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { isAtLeast } from '../../../src/cli/doctor/database.js'
import { fileSystemFinding } from '../../../src/cli/doctor/sqlite.js'
import { databases, describeOnEach } from '../../databases.js'
import { leaveOut } from '../../support/left-out.js'
import { ownRedis, needsRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import { examine } from './examined.js'

describeOnEach('keyward doctor, of the schema', (database) => {
  it('finds what is pending, a column and an index that are gone', async () => {
    const { of, code } = await examine({
      database,
      async before(_, dataSource) {
        const runner = dataSource.createQueryRunner()
        await runner.dropColumn('keyward_token', 'client_id')
        await runner.dropIndex('keyward_session', 'keyward_session_last_seen_at')
        if (database.name !== 'sqlite') await runner.release()
        await dataSource.query("DELETE FROM migrations WHERE name LIKE '%sealAudit%'")
      },
    })
    assert.equal(code, 1)
    for (const [id, detail] of [
      ['schema.migrations', /sealAudit/],
      ['schema.columns', /keyward_token\.client_id/],
      ['schema.indexes', /keyward_session_last_seen_at/],
    ] as const) {
      assert.equal(of(id).status, 'fault')
      assert.match(of(id).detail, detail)
      assert.match(of(id).mend, /npx keyward migrate/)
    }
  })
})

describe('keyward doctor, of a SQLite file', () => {
  const file = ({ database }: DataSourceOptions): string => String(database)

  it('finds one that was opened for reading alone', async () => {
    const { of } = await examine({
      connection: (options) => ({ ...options, readonly: true }) as DataSourceOptions,
    })
    assert.equal(of('sqlite.writable').status, 'fault')
    assert.match(of('sqlite.writable').mend, /take readonly: true out/)
  })

  it('finds one that is not in WAL mode', async () => {
    const { of } = await examine({
      connection(options) {
        const handle = new Database(file(options))
        handle.pragma('journal_mode = DELETE')
        handle.close()
        return options
      },
    })
    assert.equal(of('sqlite.wal').status, 'fault')
    assert.match(of('sqlite.wal').mend, /npx keyward migrate/)
  })

  it('finds one that everybody can read, or change', async () => {
    for (const [mode, status] of [
      [0o644, 'warning'],
      [0o666, 'fault'],
    ] as const) {
      const { of } = await examine({
        connection(options) {
          chmodSync(file(options), mode)
          return options
        },
      })
      assert.equal(of('sqlite.permissions').status, status)
      assert.match(of('sqlite.permissions').mend, /^chmod 640 /)
    }
  })

  it('finds one in memory, and one on a network', async () => {
    const { of } = await examine({
      connection: (options) => ({ ...options, database: ':memory:' }) as DataSourceOptions,
    })
    assert.equal(of('sqlite.file').status, 'fault')
    assert.match(of('sqlite.file').mend, /name a file/)
    for (const kind of ['nfs', 'cifs', '9p']) {
      assert.equal(fileSystemFinding(kind).status, 'fault')
      assert.match(fileSystemFinding(kind).mend, /a disk of this machine/)
    }
    assert.equal(fileSystemFinding('ext2/ext3').status, 'ok')
  })
})

describe('keyward doctor, of a database server', () => {
  const named = (name: string) => databases.find((one) => one.name === name)

  for (const name of ['postgres', 'mariadb']) {
    it(`finds a pool of one on ${name}`, async function () {
      const database = named(name)
      const reason = database ? await database.available() : 'not asked for'
      if (!database || reason !== null) return leaveOut(this, name, reason ?? '')
      const { of, code } = await examine({
        database,
        connection: (options) => ({ ...options, poolSize: 1, extra: {} }) as DataSourceOptions,
      })
      assert.deepEqual([of('database.pool').status, code], ['warning', 0])
      assert.match(of('database.pool').mend, /poolSize: 10/)
    })
  }

  it('finds a connection that cannot hold every text on MariaDB, and a driver by the wrong name', async function () {
    const database = named('mariadb')
    const reason = database ? await database.available() : 'not asked for'
    if (!database || reason !== null) return leaveOut(this, 'mariadb', reason ?? '')
    const { of } = await examine({
      database,
      connection: (options) => ({ ...options, type: 'mysql', charset: 'latin1' }) as DataSourceOptions,
    })
    assert.equal(of('database.encoding').status, 'fault')
    assert.match(of('database.encoding').mend, /charset: 'utf8mb4'/)
    assert.equal(of('database.version').status, 'warning')
    assert.match(of('database.version').mend, /type: 'mariadb'/)
  })

  it('finds a PostgreSQL database of another encoding', async function () {
    const database = named('postgres')
    const reason = database ? await database.available() : 'not asked for'
    if (!database || reason !== null) return leaveOut(this, 'postgres', reason ?? '')
    const { options, drop } = await database.create()
    const server = await new DataSource(options).initialize()
    const latin = `${String(options.database)}_latin`
    await server.query(`CREATE DATABASE ${latin} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`)
    const { of } = await examine({
      database,
      connection: (same) => ({ ...same, database: latin }) as DataSourceOptions,
    })
    assert.equal(of('database.encoding').status, 'fault')
    assert.match(of('database.encoding').mend, /ENCODING 'UTF8'/)
    await server.query(`DROP DATABASE ${latin} WITH (FORCE)`)
    await server.destroy()
    await drop()
  })

  it('reads versions as numbers', () => {
    assert.ok(isAtLeast('10.11.19-MariaDB-0+deb12u1', [10, 6]))
    assert.ok(isAtLeast('PostgreSQL 15.18 (Debian 15.18-0+deb12u1)', [13, 0]))
    assert.ok(!isAtLeast('10.5.1-MariaDB', [10, 6]))
    assert.ok(!isAtLeast('PostgreSQL 12.20', [13, 0]))
  })

  it('says that a database cannot be reached', async () => {
    const { of, code } = await examine({
      connection: () => ({ type: 'postgres', host: '127.0.0.1', port: 1, username: 'nobody' }),
    })
    assert.deepEqual([of('configuration').status, code], ['fault', 1])
    assert.match(of('configuration').mend, /start the database/)
  })
})

describe('keyward doctor, of Redis', () => {
  let redis: OwnRedis
  needsRedis()
  before(async () => {
    redis = await ownRedis()
  })
  after(() => redis.kill())

  it('finds one that answers, and one that does not', async () => {
    const { port } = redis.at
    const options = `store: withRedis(store, Object.assign(new Redis(${String(port)}, { lazyConnect: true, maxRetriesPerRequest: 0 }), {}).on('error', () => undefined))`
    assert.equal((await examine({ options })).of('redis').detail, 'Redis answers')
    await redis.kill()
    const { of } = await examine({ options })
    assert.equal(of('redis').status, 'fault', of('redis').detail)
    assert.match(of('redis').mend, /start it, or correct its address/)
  })
})
