import { execFileSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import { createKeyward } from '../../src/index.js'
import type { Client, Keyward } from '../../src/index.js'
import type { Stored } from './stored.js'

/**
 * `npx tsx test/upgrade/write.ts 5-what-is-new`, before a release with a fifth migration: writes a small database of each engine,
 * as SQL, into `test/upgrade/<name>/`, with what is in it and the secrets to use it. Needs PostgreSQL and MariaDB on this machine, with
 * `pg_dump` and `mariadb-dump`. It uses nothing of the project but what hosts use, so that it runs in an older checkout as well.
 */
async function main(name: string): Promise<void> {
  const folder = join('test', 'upgrade', name)
  mkdirSync(folder, { recursive: true })
  const secret = randomBytes(32).toString('base64url')
  const stored: Record<string, Stored> = {}
  for (const [engine, { options, dump, drop }] of Object.entries(engines())) {
    const dataSource = await new DataSource({
      ...options,
      entities: [...keywardEntities().all],
      migrations: [...keywardMigrations()],
    }).initialize()
    await migrate(dataSource)
    const keyward = createKeyward({
      store: typeormStore(dataSource),
      ...{ secrets: [secret], origins: ['http://localhost:3000'], now: () => at },
    })
    stored[engine] = await fill(keyward, secret)
    await keyward.close()
    await dataSource.destroy()
    writeFileSync(join(folder, `${engine}.sql`), dump())
    drop()
  }
  writeFileSync(join(folder, 'stored.json'), `${JSON.stringify(stored, null, 2)}\n`)
}

/** When all of it was stored: the tests go on from there. */
const at = Date.UTC(2026, 10, 24, 12)
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf ada@laptop'
const client: Client = {
  method: 'POST',
  ip: () => '203.0.113.5',
  socketAddress: () => '203.0.113.5',
  header: (name) => (name === 'user-agent' ? ['a browser'] : []),
}

/** A user with one of each kind of credential, a session, a second factor, an organisation with a policy, a host, and somebody without. */
async function fill(keyward: Keyward, secret: string): Promise<Stored> {
  const password = randomBytes(18).toString('base64url')
  const ada = await keyward.users.create({
    ...{ username: 'ada', displayName: 'Ada', organizationId: 'acme', admin: true, password },
  })
  await keyward.users.create({ username: 'linus', displayName: 'Linus "Лин" O’Neill \\ 李' })
  await keyward.policies.replace({ kind: 'organization', id: 'acme' }, { apiKeys: { maxPerUser: 37 } })
  const { apiKey, key } = await keyward.apiKeys.create(ada.id, { name: 'nightly' })
  const { token } = await keyward.tokens.create(ada.id, { name: 'short' })
  await keyward.sshKeys.create(ada.id, { name: 'laptop', publicKey })
  const privateKey = await keyward.sshPrivateKeys.create(ada.id, { name: 'deploy', generate: 'ed25519' })
  const host = await keyward.sshHosts.create({ name: 'bastion.example.com', groups: ['bastions'] })
  await keyward.sshGrants.create({ group: 'bastions', userId: ada.id, account: 'deploy' })
  await keyward.import.totp(ada.id, totpSecret, { confirmedAt: at - 60_000 })
  const signIn = await keyward.adapter.signInUser(client, ada.id, { amr: ['pwd', 'otp'] })
  return {
    ...{ at, secret, password, totpSecret, userId: ada.id, apiKeyId: apiKey.id },
    ...{ apiKey: key.reveal(), token: token.reveal(), hostCredential: host.credential.reveal() },
    privateKeyId: privateKey.id,
    cookies: signIn.cookies.map((cookie) => cookie.split(';')[0] ?? ''),
  }
}

interface Engine {
  readonly options: DataSourceOptions
  dump(): string
  drop(): void
}

function engines(): Readonly<Record<'sqlite' | 'postgres' | 'mariadb', Engine>> {
  const database = `keyward_upgrade_${createHmac('sha256', randomBytes(16)).digest('hex').slice(0, 8)}`
  const folder = mkdtempSync(join(tmpdir(), 'keyward-'))
  const file = join(folder, 'upgrade.db')
  const postgres = ['-h', '127.0.0.1', '-U', 'postgres']
  const mariadb = ['-h', '127.0.0.1', '-u', 'root']
  run('createdb', [...postgres, database])
  run('mariadb', [...mariadb, '-e', `CREATE DATABASE ${database}`])
  return {
    sqlite: {
      options: { type: 'better-sqlite3', database: file },
      dump: () => sqliteDump(file),
      drop: () => rmSync(folder, { recursive: true }),
    },
    postgres: {
      options: { type: 'postgres', host: '127.0.0.1', username: 'postgres', database },
      dump: () => withoutMeta(run('pg_dump', [...postgres, ...postgresForm, database])),
      drop: () => void run('dropdb', [...postgres, database]),
    },
    mariadb: {
      options: { type: 'mariadb', host: '127.0.0.1', username: 'root', database },
      dump: () => withoutMeta(run('mariadb-dump', [...mariadb, ...mariadbForm, database])),
      drop: () => void run('mariadb', [...mariadb, '-e', `DROP DATABASE ${database}`]),
    },
  }
}

// Each row is a statement that names its columns: the tests also have them stored in newer tables.
const postgresForm = ['--column-inserts', '--no-owner', '--no-privileges', '--no-comments']
const mariadbForm = ['--complete-insert', '--skip-extended-insert', '--skip-add-locks', '--compact']

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, [...args], { encoding: 'utf8' })
}

/** Leaves what a driver cannot run: comments, and lines for the command-line client alone. */
function withoutMeta(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => !/^(--|\\|\/\*M?!|SET |SELECT pg_catalog\.set_config)/.test(line) && line.trim() !== '')
    .join('\n')
    .concat('\n')
}

function sqliteDump(file: string): string {
  const database = new Database(file, { readonly: true })
  const rows = database
    .prepare("SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    .all()
  const things = rows as readonly { name: string; type: string; sql: string | null }[]
  const tables = things.filter(({ type }) => type === 'table')
  const lines = [
    ...tables.map(({ sql }) => `${sql ?? ''};`),
    ...things.filter(({ type, sql }) => type === 'index' && sql).map(({ sql }) => `${sql ?? ''};`),
    ...tables.flatMap(({ name }) => inserts(database, name)),
  ]
  database.close()
  return `${lines.join('\n')}\n`
}

function inserts(database: Database.Database, table: string): readonly string[] {
  const rows = database.prepare(`SELECT * FROM "${table}"`).all() as readonly Record<string, unknown>[]
  return rows.map((row) => {
    const columns = Object.keys(row).map((column) => `"${column}"`)
    return `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`
  })
}

function literal(value: unknown): string {
  if (value === null) return 'NULL'
  if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : (value as number).toString()
}

await main(process.argv[2] ?? 'unnamed')
