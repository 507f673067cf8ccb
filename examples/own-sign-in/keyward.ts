import type { Keyward } from 'keyward'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'
import { userStore } from './people.js'

/** keyward for an app that has users and a sign-in of its own. */
export async function openKeyward(origin: string): Promise<Keyward> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: process.env.DATABASE ?? ':memory:',
    entities: [...keywardEntities({ user: false }).all],
    migrations: [...keywardMigrations({ user: false })],
  })
  await dataSource.initialize()
  await migrate(dataSource)
  return createKeyward({
    store: typeormStore(dataSource, { users: userStore }),
    secrets: [process.env.KEYWARD_SECRET],
    origins: [origin],
    signInPath: '/login',
    reauthenticateAt: '/login?again=1',
  })
}
