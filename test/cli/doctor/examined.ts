import { chmodSync } from 'node:fs'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import type { Diagnosed } from '../../../src/cli/doctor/check.js'
import { createKeyward } from '../../../src/index.js'
import type { Keyward, KeywardOptions } from '../../../src/index.js'
import type { TestDatabase } from '../../databases.js'
import { connect, databases } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { called } from '../called.js'
import { configuredFolder } from '../config-file.js'

/** The secret of each healthy app. */
export const secret = newConfiguredSecret()

/** An app that has something the matter with it. */
export interface Ailing {
  readonly database?: TestDatabase
  /** What the app did before, with the options of a healthy one but for `since`. */
  readonly before?: (keyward: Keyward, dataSource: DataSource) => Promise<void>
  readonly since?: Partial<KeywardOptions>
  /** What else the configuration gives createKeyward, as source. */
  readonly options?: string
  /** What the configuration's DataSource is made with. */
  readonly connection?: (options: DataSourceOptions) => DataSourceOptions
  /** Words beside `doctor --json`. */
  readonly words?: readonly string[]
}

/** What doctor says of it. */
export interface Examined {
  readonly code: number
  readonly checks: readonly Diagnosed[]
  /** What it says under an id. */
  of(id: string): Diagnosed
}

const sqlite = databases.find(({ name }) => name === 'sqlite')

/** Makes an app that is well but for what it is told, and has doctor look at it. */
export async function examine(ailing: Ailing = {}): Promise<Examined> {
  const database = ailing.database ?? sqlite
  if (!database) throw new Error('there is no SQLite in this run')
  const { options, drop } = await database.create()
  await lived(options, ailing)
  const { folder, remove } = configuredFolder((ailing.connection ?? ((same) => same))(options), {
    options: `{ secrets: ['${secret}'], origins: ['https://app.example.com'], ${ailing.options ?? ''} }`,
  })
  try {
    const { code, output } = await called(folder, ['doctor', '--json', ...(ailing.words ?? [])])
    const { checks, error } = JSON.parse(output) as { checks: Diagnosed[]; error?: { message: string } }
    if (error) throw new Error(`doctor says ${error.message}`)
    return { code, checks, of: (id) => foundIn(checks, id) }
  } finally {
    remove()
    await drop()
  }
}

function foundIn(checks: readonly Diagnosed[], id: string): Diagnosed {
  const found = checks.find((check) => check.id === id)
  if (!found)
    throw new Error(`doctor says nothing of ${id}, but of ${checks.map((check) => check.id).join(', ')}`)
  return found
}

async function lived(options: DataSourceOptions, { before, since }: Ailing): Promise<void> {
  const dataSource = await connect(options)
  if (options.type === 'better-sqlite3') chmodSync(options.database, 0o640)
  await migrate(dataSource)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [secret],
    origins: ['https://app.example.com'],
    ...since,
  })
  await keyward.ready()
  await keyward.users.create({ username: 'root', admin: true })
  await before?.(keyward, dataSource)
  await keyward.close()
  await dataSource.destroy()
}
