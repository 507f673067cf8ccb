import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardMigrations } from '../../entities/index.js'
import type { Created, TestDatabase } from '../databases.js'
import { connect, describeOnEach } from '../databases.js'
import { startApp } from '../support/app.js'
import type { App } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import { expressFramework } from '../support/express-host.js'
import { forkScript } from '../support/process.js'
import { noteSecret } from '../support/secrets.js'
import { codeAt } from '../support/totp.js'
import type { Stored } from './stored.js'

const folder = 'test/upgrade'
/** The databases that older versions made, oldest first; each is called by how many migrations it has had, and by the last one. */
const versions = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted((one, other) => parseInt(one, 10) - parseInt(other, 10))

describe('the databases of older versions', () => {
  it('go up to the tables of today: `write.ts` writes one before a release that changes them', () => {
    assert.equal(parseInt(versions.at(-1) ?? '', 10), keywardMigrations().length)
  })
})

for (const version of versions) {
  describeOnEach(`a database of ${version}`, (database) => {
    const stored = storedIn(version, database)
    const isProven = statementsOf(version, database).some((text) =>
      /CREATE TABLE \S*keyward_audit_seal/.test(text),
    )
    let created: Created
    let dataSource: DataSource

    beforeEach(async () => {
      created = await database.create()
      dataSource = await connect(created.options)
    })
    afterEach(async () => {
      await dataSource.destroy()
      await created.drop()
    })

    it('is carried to the tables of today by two processes at once, and nothing in it is lost', async () => {
      await run(dataSource, statementsOf(version, database))
      const before = await rowsOf(dataSource)
      const workers = [1, 2].map(() => forkScript('test/entities/migrate-worker.ts'))
      for (const worker of workers) worker.send(created.options)
      for (const worker of workers) await once(worker, 'message')
      const replies = workers.map((worker) => once(worker, 'message'))
      for (const worker of workers) worker.send('go')
      for (const [reply] of await Promise.all(replies)) assert.deepEqual(reply, { failure: null })
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log()
      assert.deepEqual(
        upQueries.map(({ query }) => query),
        [],
      )
      assert.deepEqual(without(await rowsOf(dataSource), 'migrations'), without(before, 'migrations'))
      await typeormStore(dataSource).ready()
      await works(dataSource, { stored, isProven })
    })

    it('is refused until then, by what says what to do', async () => {
      await run(dataSource, statementsOf(version, database))
      const isReady = typeormStore(dataSource).ready()
      if (version === versions.at(-1)) await isReady
      else
        await assert.rejects(isReady, /keyward_\w+ is missing or not up to date: run migrate\(dataSource\)/)
    })

    it('may go on being written to by its version after the tables have changed', async () => {
      await migrate(dataSource)
      const rows = statementsOf(version, database).filter((statement) => /^INSERT INTO/.test(statement))
      // What the new version has stored in its place.
      const own = rows.filter(
        (statement) => !/^INSERT INTO \W*(public\.)?(migrations|keyward_revision)\b/.test(statement),
      )
      assert.ok(own.length > 15)
      await run(dataSource, own)
      await works(dataSource, { stored, isProven })
    })
  })
}

interface Version {
  readonly stored: Stored
  /** Whether its audit proves itself. */
  readonly isProven: boolean
}

/** Uses each thing that is stored, as its owner would. */
async function works(dataSource: DataSource, { stored, isProven }: Version): Promise<void> {
  const app = await startApp(expressFramework, {
    store: typeormStore(dataSource),
    clock: fakeClock(stored.at + 60_000),
    options: { secrets: [stored.secret] },
  })
  try {
    await app.keyward.ready()
    await letsIn(app, stored)
    const { keyward } = app
    assert.equal((await keyward.policies.forUser(stored.userId)).apiKeys.maxPerUser, 37)
    const linus = await keyward.users.byUsername('linus')
    assert.equal(linus?.displayName, 'Linus "Лин" O’Neill \\ 李')
    const lent = await keyward.sshPrivateKeys.withPrivateKey(
      { userId: stored.userId },
      stored.privateKeyId,
      ({ privateKey }) => Promise.resolve(privateKey.includes('OPENSSH PRIVATE KEY')),
    )
    assert.equal(lent, true)
    await keyward.audit.seal()
    const { fault } = await keyward.audit.verify()
    // Nobody can tell of a row from before there were proofs that keyward wrote it.
    if (isProven) assert.equal(fault, null)
    else assert.deepEqual([fault?.kind, fault?.seal], ['row_changed', 1])
  } finally {
    await app.close()
  }
}

async function letsIn(app: App, stored: Stored): Promise<void> {
  for (const bearer of [stored.apiKey, stored.token]) {
    assert.equal((await app.client().get('/api/hello', { bearer })).status, 200)
  }
  const browser = app.client()
  for (const cookie of stored.cookies) {
    const [name = '', value = ''] = cookie.split('=')
    browser.cookies.set(name, value)
  }
  assert.equal((await browser.get('/session')).body.user.username, 'ada')
  const host = await app.client().get('/ssh/authorized_keys/deploy', { bearer: stored.hostCredential })
  assert.match(host.text, /^restrict,pty ssh-ed25519 /m)
  const other = app.client()
  const { password } = stored
  const first = await other.post('/session', { username: 'ada', password })
  assert.equal(first.status, 202, first.text)
  const code = codeAt(stored.totpSecret, app.clock.now())
  assert.equal((await other.post('/session/totp', { code })).status, 201)
  assert.equal((await other.delete(`/api-keys/${stored.apiKeyId}`)).status, 204)
  assert.equal((await app.client().get('/api/hello', { bearer: stored.apiKey })).status, 401)
}

function storedIn(version: string, { name }: TestDatabase): Stored {
  const all = JSON.parse(readFileSync(join(folder, version, 'stored.json'), 'utf8')) as Record<string, Stored>
  const stored = all[name]
  assert.ok(stored)
  for (const secret of [stored.secret, stored.password, stored.apiKey, stored.token, stored.hostCredential]) {
    noteSecret(secret)
  }
  return stored
}

function statementsOf(version: string, { name }: TestDatabase): readonly string[] {
  const text = readFileSync(join(folder, version, `${name}.sql`), 'utf8')
  return text.split(/;\n/).filter((statement) => statement.trim() !== '')
}

/** Runs statements on one connection, in order; a dump has its tables by name, whatever refers to them. */
async function run(dataSource: DataSource, statements: readonly string[]): Promise<void> {
  const runner = dataSource.createQueryRunner()
  const isMariadb = dataSource.options.type === 'mariadb'
  if (isMariadb) await runner.query('SET FOREIGN_KEY_CHECKS = 0')
  if (dataSource.options.type === 'postgres') await runner.query('SET session_replication_role = replica')
  if (dataSource.options.type === 'better-sqlite3') await runner.query('PRAGMA foreign_keys = OFF')
  for (const statement of statements) await runner.query(statement)
  if (isMariadb) await runner.query('SET FOREIGN_KEY_CHECKS = 1')
  if (dataSource.options.type === 'postgres') await runner.query('SET session_replication_role = DEFAULT')
  if (dataSource.options.type === 'better-sqlite3') await runner.query('PRAGMA foreign_keys = ON')
  await runner.release()
}

/** The number of rows of each table that is there. */
async function rowsOf(dataSource: DataSource): Promise<Readonly<Record<string, number>>> {
  const names: Readonly<Record<string, string>> = {
    'better-sqlite3': "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    postgres: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    mariadb: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  }
  const tables = await dataSource.query<{ name: string }[]>(names[dataSource.options.type] ?? '')
  const counts = tables.map(async ({ name }) => {
    const [row] = await dataSource.query<{ n: number | string }[]>(`SELECT count(*) AS n FROM ${name}`)
    return [name, Number(row?.n)] as const
  })
  const found = (await Promise.all(counts)).filter(([, rows]) => rows > 0)
  return Object.fromEntries(found.toSorted())
}

function without<T>(from: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name))
}
