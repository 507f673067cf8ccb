import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../../../entities/index.js'
import { createKeyward } from '../../../../src/index.js'
import type { Keyward } from '../../../../src/index.js'
import { connect, describeOnEach, migrated } from '../../../databases.js'
import { newConfiguredSecret } from '../../../support/app.js'
import { plainClient } from '../../../support/plain-client.js'

const secrets = [newConfiguredSecret()]

describeOnEach('migrate with nothing pending', (database) => {
  it('takes no lock: an app starts, and its keys verify, while another process holds it', async () => {
    const { dataSource, options, close } = await migrated(database)
    const key = await issue(dataSource)
    const busy = await migrating(options)
    await startsAndVerifies(dataSource, key)
    await busy.end()
    await close()
  })

  it('writes nothing: an app starts, and its keys verify, where nothing can be written', async () => {
    const { dataSource, options, close } = await migrated(database)
    const key = await issue(dataSource)
    const { reading, forget } = await readOnly(dataSource, options)
    await assert.rejects(reading.query("UPDATE keyward_user SET display_name = 'x'"))
    await startsAndVerifies(reading, key)
    await reading.destroy()
    await forget()
    await close()
  })
})

function keywardOn(dataSource: DataSource): Keyward {
  return createKeyward({ store: typeormStore(dataSource), secrets, origins: ['http://localhost:3000'] })
}

async function issue(dataSource: DataSource): Promise<string> {
  const keyward = keywardOn(dataSource)
  await keyward.ready()
  const { id } = await keyward.users.create({ username: 'ada' })
  const { key } = await keyward.apiKeys.create(id, { name: 'ci' })
  await keyward.close()
  return key.reveal()
}

async function startsAndVerifies(dataSource: DataSource, key: string): Promise<void> {
  await migrate(dataSource)
  const keyward = keywardOn(dataSource)
  await keyward.ready()
  const { user } = await keyward.adapter.guard()(plainClient({ authorization: [`Bearer ${key}`] }))
  assert.equal(user?.username, 'ada')
  // What is written down at its end, such as the use of the key, cannot be.
  await keyward.close().catch(() => undefined)
}

/** Another process of the app, of a later version, in the midst of a migration: it holds whatever lock there is. */
async function migrating(options: DataSourceOptions): Promise<{ end(): Promise<void> }> {
  const steps = new EventEmitter()
  const begun = once(steps, 'begun')
  class Slow1799000000000 {
    async up(): Promise<void> {
      const enough = once(steps, 'enough')
      steps.emit('begun')
      await enough
    }

    async down(): Promise<void> {}
  }
  const entities = [...keywardEntities().all]
  const migrations = [...keywardMigrations(), Slow1799000000000]
  const later = await new DataSource({ ...options, entities, migrations }).initialize()
  const done = migrate(later)
  await begun
  return {
    async end() {
      steps.emit('enough')
      await done
      await later.destroy()
    },
  }
}

/** The same database as it is on a full or a read-only disk: it answers, and refuses every write. */
async function readOnly(dataSource: DataSource, options: DataSourceOptions) {
  const none = (): Promise<void> => Promise.resolve()
  if (options.type === 'better-sqlite3') {
    return { reading: await connect({ ...options, readonly: true }), forget: none }
  }
  if (options.type === 'postgres') {
    const extra = { options: '-c default_transaction_read_only=on' }
    return { reading: await connect({ ...options, extra }), forget: none }
  }
  const name = `kw_${String(options.database)}`
  const user = `'${name}'@'%'`
  await dataSource.query(`CREATE USER ${user} IDENTIFIED BY ''`)
  await dataSource.query(`GRANT SELECT ON ${String(options.database)}.* TO ${user}`)
  // It is one of a server: all that are left have a user name.
  const asReader = { ...options, username: name } as DataSourceOptions
  const forget = async (): Promise<void> => void (await dataSource.query(`DROP USER ${user}`))
  return { reading: await connect(asReader), forget }
}
