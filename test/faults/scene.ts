import { randomUUID } from 'node:crypto'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward } from '../../src/index.js'
import type { TestDatabase } from '../databases.js'
import { migrated } from '../databases.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import type { Served } from '../support/process.js'
import { startScript } from '../support/process.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import type { HostSetting } from './host.js'
import type { Link, Person } from './load.js'

/** A database, processes of an app over it, and a way to it that no fault strikes. */
export interface Scene {
  readonly dataSource: DataSource
  /** Where that leads to. */
  readonly options: DataSourceOptions
  /** Works on the database directly. */
  readonly keyward: Keyward
  /** Starts a process of the app; `changed` is how it gets to the database where that is not the straight way. */
  start(changed?: Partial<DataSourceOptions>, other?: Pick<HostSetting, 'redis'>): Promise<Served>
  person(): Promise<Person>
  /** As many links that are good once, each of a user of its own. */
  links(count: number): Promise<readonly Link[]>
  close(): Promise<void>
}

export async function setScene(kind: TestDatabase): Promise<Scene> {
  const secret = newConfiguredSecret()
  const tables = await migrated(kind)
  const store = typeormStore(tables.dataSource)
  const keyward = createKeyward({ store, secrets: [secret], origins: [origin] })
  const newName = (): string => `user-${randomUUID()}`

  return {
    dataSource: tables.dataSource,
    options: tables.options,
    keyward,
    start(changed, other) {
      const database = { ...tables.options, ...changed } as DataSourceOptions
      const setting: HostSetting = { database, secret, ...other }
      return startScript('test/faults/host.ts', { env: { FAULTS_SETTING: JSON.stringify(setting) } })
    },
    async person() {
      const [username, password] = [newName(), newPassword()]
      const { id } = await keyward.users.create({ username, password })
      return { id, username, password }
    },
    async links(count) {
      const links: Link[] = []
      for (let n = 0; n < count; n++) {
        links.push(await linkOf(keyward, (await keyward.users.create({ username: newName() })).id))
      }
      return links
    },
    async close() {
      await keyward.close()
      await tables.close()
    },
  }
}

/** A link by which a user sets another password. */
export async function linkOf({ users }: Keyward, userId: string): Promise<Link> {
  const { url } = await users.passwordResetLink(userId)
  const code = new URL(url.reveal()).hash.slice(1)
  noteSecret(code)
  return { code, userId }
}
