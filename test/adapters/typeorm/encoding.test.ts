import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import { connect, describeOnEach, migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'

describeOnEach('a database that cannot hold what is written', (database) => {
  if (database.name === 'postgres') {
    for (const encoding of ['LATIN1', 'SQL_ASCII', 'WIN1252']) {
      it(`is refused by name before a key is made: ${encoding}`, async () => {
        const { options, drop } = await inEncoding(encoding)
        const dataSource = await connect(options)
        try {
          await assert.rejects(migrate(dataSource), new RegExp(`encoding ${encoding}: .*UTF8`))
          // Tables that an earlier version, or the host, has made.
          await dataSource.runMigrations()
          await assert.rejects(ready(dataSource), new RegExp(`encoding ${encoding}: .*UTF8`))
        } finally {
          await dataSource.destroy()
          await drop()
        }
      })
    }

    async function inEncoding(encoding: string) {
      const { options, drop } = await database.create()
      const name = `keyward_${randomBytes(6).toString('hex')}`
      await run(
        options,
        `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      )
      return {
        options: { ...options, database: name } as DataSourceOptions,
        async drop() {
          await run(options, `DROP DATABASE ${name} WITH (FORCE)`)
          await drop()
        },
      }
    }
  }

  if (database.name === 'mariadb') {
    for (const charset of ['latin1_swedish_ci', 'UTF8_GENERAL_CI']) {
      it(`is refused by name, by its connection: ${charset}`, async () => {
        const { options, drop } = await database.create()
        const dataSource = await connect({ ...options, charset } as DataSourceOptions)
        try {
          await assert.rejects(migrate(dataSource), /character set (latin1|utf8mb3|utf8): .*utf8mb4/)
          await dataSource.runMigrations()
          await assert.rejects(ready(dataSource), /character set (latin1|utf8mb3|utf8): .*utf8mb4/)
        } finally {
          await dataSource.destroy()
          await drop()
        }
      })
    }

    it('is refused by name, by a column', async () => {
      const { dataSource, close } = await migrated(database)
      try {
        await dataSource.query(
          'ALTER TABLE keyward_api_key MODIFY hint varchar(32) CHARACTER SET latin1 NOT NULL',
        )
        await assert.rejects(ready(dataSource), /keyward_api_key\.hint has the character set latin1/)
      } finally {
        await close()
      }
    })
  }

  it('is taken when it can, whatever the default of the server', async () => {
    const { dataSource, options, close } = await migrated(database)
    try {
      if (database.name === 'mariadb') {
        await dataSource.query(`ALTER DATABASE ${String(options.database)} CHARACTER SET latin1`)
        for (const _ of dataSource.migrations) await dataSource.undoLastMigration()
        await migrate(dataSource)
      }
      await ready(dataSource)
    } finally {
      await close()
    }
  })
})

async function ready(dataSource: DataSource): Promise<void> {
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [newConfiguredSecret()],
    origins: [origin],
  })
  try {
    await keyward.ready()
  } finally {
    await keyward.close()
  }
}

async function run(server: DataSourceOptions, text: string): Promise<void> {
  const dataSource = await new DataSource(server).initialize()
  try {
    await dataSource.query(text)
  } finally {
    await dataSource.destroy()
  }
}
