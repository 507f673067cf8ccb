import assert from 'node:assert/strict'
import { it } from 'mocha'
import { DataSource, Table, TableColumn, TableIndex } from 'typeorm'
import type { DataSourceOptions, MigrationInterface, QueryRunner } from 'typeorm'
import { migrate, migrationSql, migrationStatus, typeormStore } from '../../../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../../../entities/index.js'
import { connect, describeOnEach } from '../../../databases.js'
import { runScript } from './client.js'
import { schemaText } from './schema-text.js'

describeOnEach('migrationSql', (database) => {
  it('writes what gives an empty database the schema that migrate gives, and the rows of its table', async () => {
    const [ran, written] = await Promise.all([database.create(), database.create()])
    const one = await connect(ran.options)
    const other = await connect(written.options)
    const { sql, migrations, unseen } = await migrationSql(other)
    assert.deepEqual(unseen, [])
    assert.equal(migrations.length, keywardMigrations().length)
    await runScript(written.options, sql)
    await migrate(one)
    assert.equal(await schemaText(other), await schemaText(one))
    assert.deepEqual(await migrationStatus(other), { pending: [] })
    await typeormStore(other).ready()
    await Promise.all([one.destroy(), other.destroy()])
    await Promise.all([ran.drop(), written.drop()])
  })

  it('changes nothing: no table, no row, no mode of the file', async () => {
    const { options, drop } = await database.create()
    const dataSource = await connect(options)
    await migrationSql(dataSource)
    assert.deepEqual(await tableNames(dataSource), [])
    if (options.type === 'better-sqlite3') {
      const [mode] = await dataSource.query<unknown[]>('PRAGMA journal_mode')
      assert.deepEqual(mode, { journal_mode: 'delete' })
      assert.match((await migrationSql(dataSource)).sql, /^PRAGMA journal_mode = WAL;/)
    }
    await dataSource.destroy()
    await drop()
  })

  it('writes what brings an older database to the schema that migrate brings it to', async () => {
    const [ran, written] = await Promise.all([database.create(), database.create()])
    const sources = await Promise.all([ran, written].map(({ options }) => connect(options)))
    for (const source of sources) {
      await migrate(source)
      for (let i = 1; i < keywardMigrations().length; i++) await source.undoLastMigration()
    }
    const [one, other] = sources
    assert.ok(one && other)
    const { sql, migrations } = await migrationSql(other)
    assert.equal(migrations.length, keywardMigrations().length - 1)
    await runScript(written.options, sql)
    await migrate(one)
    assert.equal(await schemaText(other), await schemaText(one))
    await Promise.all(sources.map((source) => source.destroy()))
    await Promise.all([ran.drop(), written.drop()])
  })

  it('shows the app’s own migrations, those that look at what earlier ones would have made too', async () => {
    const [ran, written] = await Promise.all([database.create(), database.create()])
    const migrations = [MakeThings1794000000000, ...keywardMigrations(), GrowThings1798000000000]
    const one = await withMigrations(ran.options, migrations)
    const other = await withMigrations(written.options, migrations)
    const shown = await migrationSql(other)
    assert.deepEqual(shown.unseen, [])
    assert.deepEqual(
      shown.migrations.map(({ owner }) => owner),
      ['app', ...keywardMigrations().map(() => 'keyward'), 'app'],
    )
    await runScript(written.options, shown.sql)
    await migrate(one)
    assert.equal(await schemaText(other), await schemaText(one))
    assert.deepEqual(await things(other), await things(one))
    await Promise.all([one.destroy(), other.destroy()])
    await Promise.all([ran.drop(), written.drop()])
  })

  it('names what cannot be shown without running it, says why, and shows the rest', async () => {
    const { options, drop } = await database.create()
    const dataSource = await withMigrations(options, [
      MakeThings1794000000000,
      ...keywardMigrations(),
      ReadsWhatIsNotThere1798000000001,
      UsesManager1798000000002,
      UsesAnswer1798000000003,
      UsesSource1798000000004,
    ])
    const { sql, unseen, migrations } = await migrationSql(dataSource)
    assert.deepEqual(
      unseen.map(({ name, reason }) => [name, reason]),
      [
        ['ReadsWhatIsNotThere1798000000001', 'it reads what earlier statements would have changed'],
        ['UsesManager1798000000002', 'it uses queryRunner.manager'],
        ['UsesAnswer1798000000003', 'it goes by the answer to a statement that writes'],
        ['UsesSource1798000000004', 'it uses the DataSource itself (query)'],
      ],
    )
    for (const { name } of unseen) assert.ok(sql.includes(`-- NOT SHOWN: ${name}: `))
    assert.equal(migrations.length, 1 + keywardMigrations().length)
    assert.deepEqual(await tableNames(dataSource), [])
    await dataSource.destroy()
    await drop()
  })

  it('says whose each pending migration is, and writes no table to find out', async () => {
    const { options, drop } = await database.create()
    const dataSource = await withMigrations(options, [...keywardMigrations(), GrowThings1798000000000])
    const { pending } = await migrationStatus(dataSource)
    assert.deepEqual(pending.at(-1), { name: 'GrowThings1798000000000', owner: 'app' })
    assert.equal(pending.filter(({ owner }) => owner === 'keyward').length, keywardMigrations().length)
    const own = await migrationStatus(dataSource, { only: 'keyward' })
    assert.deepEqual(own.pending, pending.slice(0, -1))
    assert.deepEqual(await tableNames(dataSource), [])
    await dataSource.destroy()
    await drop()
  })
})

async function withMigrations(
  options: DataSourceOptions,
  migrations: readonly (new () => MigrationInterface)[],
): Promise<DataSource> {
  const entities = [...keywardEntities().all]
  return new DataSource({ ...options, entities, migrations: [...migrations] }).initialize()
}

async function tableNames(dataSource: DataSource): Promise<unknown[]> {
  const { type } = dataSource.options
  if (type === 'better-sqlite3') return dataSource.query('SELECT name FROM sqlite_master')
  const schema = type === 'postgres' ? 'current_schema()' : 'DATABASE()'
  return dataSource.query(`SELECT table_name FROM information_schema.tables WHERE table_schema = ${schema}`)
}

async function things(dataSource: DataSource): Promise<unknown> {
  return dataSource.query('SELECT * FROM things ORDER BY id')
}

class MakeThings1794000000000 {
  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasTable('things')) return
    await runner.createTable(
      new Table({
        name: 'things',
        columns: [
          { name: 'id', type: 'int', isPrimary: true },
          { name: 'title', type: 'varchar', length: '100' },
        ],
      }),
    )
    const place = runner.connection.options.type === 'postgres' ? '$1' : '?'
    await runner.query(`INSERT INTO things (id, title) VALUES (1, ${place})`, ["it's -- a \\ question?"])
    await runner.query("INSERT INTO things (id, title) VALUES (2, 'two') -- the second")
  }

  async down(): Promise<void> {}
}

class GrowThings1798000000000 {
  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('things')
    if (!table || table.findColumnByName('size')) return
    await runner.addColumn('things', new TableColumn({ name: 'size', type: 'int', isNullable: true }))
    await runner.createIndex('things', new TableIndex({ name: 'things_size', columnNames: ['size'] }))
    await runner.query('UPDATE things SET size = 7 WHERE id = 1')
  }

  async down(): Promise<void> {}
}

class ReadsWhatIsNotThere1798000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE not_shown (id integer)')
    const rows: unknown = await runner.query('SELECT * FROM things')
    if (rows) await runner.query('DELETE FROM things')
  }

  async down(): Promise<void> {}
}

class UsesManager1798000000002 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.manager.query('CREATE TABLE not_shown (id integer)')
  }

  async down(): Promise<void> {}
}

class UsesAnswer1798000000003 {
  async up(runner: QueryRunner): Promise<void> {
    const rows: unknown = await runner.query("INSERT INTO things (id, title) VALUES (3, 'x') RETURNING id")
    await runner.query(`UPDATE things SET id = ${JSON.stringify(rows)}`)
  }

  async down(): Promise<void> {}
}

class UsesSource1798000000004 {
  async up(runner: QueryRunner): Promise<void> {
    // Even a migration that goes on after it was stopped is not taken for one that can be shown.
    await runner.connection.query('CREATE TABLE not_shown (id integer)').catch(() => undefined)
  }

  async down(): Promise<void> {}
}
