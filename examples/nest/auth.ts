import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forNest } from 'keyward/nest'
import { typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'

/** The app's own. It need not be initialised yet, and cannot be: decorators are put on before anything runs. */
export const dataSource = new DataSource({
  type: 'better-sqlite3',
  database: process.env.DATABASE ?? ':memory:',
  entities: [...keywardEntities().all],
  migrations: [...keywardMigrations()],
})

export const keyward = createKeyward({
  store: typeormStore(dataSource),
  secrets: [process.env.KEYWARD_SECRET],
  origins: [`http://localhost:${process.env.PORT ?? '3000'}`],
  scopes: { 'jobs:read': 'read jobs' },
})

export const { guard, exceptionFilter, module: keywardModule, User, AuthInfo } = forNest(keyward)
