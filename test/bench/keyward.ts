import type { DataSource } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import type { KeywardEntities } from '../../entities/index.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward, KeywardOptions } from '../../src/index.js'
import type { Store } from '../../src/store.js'
import { connect } from './database.js'
import type { Place } from './database.js'

/** The secret every process of a run shares. */
export const benchSecret = 'a secret for the bench, 32 bytes or more'
export const origins = ['http://localhost:3000']

/** `warm`: as it comes. `cold`: remembers nothing, so every look-up is a miss. `strict`: asks for revocations each time. */
export type Mode = 'warm' | 'cold' | 'strict'

/** keyward's tables, migrated, and a store on them. */
export interface OpenStore {
  readonly dataSource: DataSource
  readonly entities: KeywardEntities
  readonly store: Store
}

/** Opens a store; a path is that of a SQLite file. */
export async function open(
  at: Place | string,
  { strict = false }: { readonly strict?: boolean } = {},
): Promise<OpenStore> {
  const entities = keywardEntities()
  const place = typeof at === 'string' ? ({ type: 'better-sqlite3', database: at } as const) : at
  const parts = { entities: [...entities.all], migrations: [...keywardMigrations()] }
  const dataSource = await connect(place, parts)
  await migrate(dataSource)
  return { dataSource, entities, store: typeormStore(dataSource, { strict }) }
}

/** keyward as a host makes it, on what is stored at a place. */
export async function openKeyward(place: Place, mode: Mode): Promise<{ keyward: Keyward; store: Store }> {
  const { store } = await open(place, { strict: mode === 'strict' })
  return { keyward: keywardOn(store, mode), store }
}

/** keyward on an open store. */
export function keywardOn(store: Store, mode: Mode): Keyward {
  const options: KeywardOptions = { store, secrets: [benchSecret], origins }
  return createKeyward(mode === 'cold' ? { ...options, verificationCache: { maxEntries: 0 } } : options)
}
