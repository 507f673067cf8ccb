import { createHash } from 'node:crypto'
import { EntitySchema } from 'typeorm'
import type { DataSource, Repository } from 'typeorm'
import { newId } from '../../src/crypto/id.js'
import type { Secret } from '../../src/crypto/secret.js'
import { insertMany, rowsOf } from './bulk.js'
import { keysPerUser } from './data.js'
import { connect } from './database.js'
import type { Place } from './database.js'

/** A person and their keys, as apps without keyward have them. */
export interface PersonRow {
  id: string
  username: string
  disabled: boolean
}
export interface KeyRow {
  id: string
  digest: string
  name: string
  expiresAt: Date
  user: PersonRow
}

const person = new EntitySchema<PersonRow>({
  name: 'person',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    username: { type: 'varchar', length: 255, unique: true },
    disabled: { type: Boolean },
  },
})
const personKey = new EntitySchema<KeyRow>({
  name: 'person_key',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    digest: { type: 'varchar', length: 64, unique: true },
    name: { type: 'varchar', length: 255 },
    expiresAt: { type: Date },
  },
  relations: { user: { type: 'many-to-one', target: 'person', nullable: false } },
})

/** Opens such an app's tables, made where they are not there yet. */
export async function openHandWritten(place: Place): Promise<DataSource> {
  const dataSource = await connect(place, { entities: [person, personKey], synchronize: true })
  if (place.type === 'better-sqlite3') await dataSource.query('PRAGMA journal_mode = WAL')
  return dataSource
}

/** The look-up such an app writes: one `findOne` that brings the user along; `null` = not valid. */
export function lookUpIn(dataSource: DataSource): (token: string) => Promise<KeyRow | null> {
  const keys: Repository<KeyRow> = dataSource.getRepository(personKey)
  return async (token) => {
    const digest = digestOf(token)
    const found = await keys.findOne({ where: { digest }, relations: { user: true } })
    return found && found.expiresAt > new Date() && !found.user.disabled ? found : null
  }
}

/** Stores keys there, 50 to a person. */
export async function fillHandWritten(place: Place, keys: readonly Secret[]): Promise<void> {
  const dataSource = await openHandWritten(place)
  const people = Array.from({ length: Math.ceil(keys.length / keysPerUser) }, (_, n) => ({
    id: newId(Date.now()),
    username: `person-${String(n)}`,
    disabled: false,
  }))
  const expiresAt = new Date(Date.now() + 90 * 86_400_000)
  const rows = keys.map((key, n) => ({
    ...{ id: newId(Date.now()), digest: digestOf(key.reveal()), name: `key ${String(n)}`, expiresAt },
    user: people[Math.floor(n / keysPerUser)],
  }))
  await insertMany(dataSource, rowsOf(dataSource, person, people))
  await insertMany(dataSource, rowsOf(dataSource, personKey, rows as KeyRow[]))
  await dataSource.destroy()
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
