import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Migrated, TestDatabase } from '../../databases.js'
import { migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { patiently } from '../../support/patience.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { newKeys } from '../../support/ssh-keys.js'
import type { HostSetting } from '../verifications/host.js'
import type { AppProcess } from '../verifications/mixed.js'
import { startApp } from '../verifications/mixed.js'

/** An app in a process of its own, with what somebody has who is let in. */
export interface FloodedApp extends AsyncDisposable {
  readonly app: AppProcess
  /** An API key that is good. */
  readonly key: string
  readonly username: string
  readonly password: string
  /** An SSH host's credential; `deploy` has keys there. */
  readonly credential: string
}

const sshKeysOfUser = 20

/** Starts an app on a database of its own, with a user who has an API key and may log in to a host as `deploy`. */
export async function startFlooded(
  framework: HostSetting['framework'],
  database: TestDatabase,
): Promise<FloodedApp> {
  const tables = await migrated(database)
  const secret = newConfiguredSecret()
  const made = await fill(tables, secret)
  const app = await startApp({ framework, options: tables.options, secret })
  return {
    ...{ app, ...made },
    async [Symbol.asyncDispose]() {
      await app.end()
      await tables.close()
    },
  }
}

async function fill(
  { dataSource }: Migrated,
  secret: string,
): Promise<Omit<FloodedApp, 'app' | typeof Symbol.asyncDispose>> {
  const keyward = createKeyward({ store: typeormStore(dataSource), secrets: [secret], origins: [origin] })
  const [username, password] = ['wanda', newPassword()]
  const { id } = await keyward.users.create({ username, password })
  const { key } = await keyward.apiKeys.create(id, { name: 'deploy', expiresInDays: 7 })
  for (let n = 0; n < sshKeysOfUser; n++) {
    await keyward.sshKeys.create(id, { name: `laptop ${String(n)}`, publicKey: newKeys['ssh-ed25519']() })
  }
  const { credential } = await keyward.sshHosts.create({ name: 'web-1', groups: ['web'] })
  await keyward.sshGrants.create({ group: 'web', userId: id, account: 'deploy' })
  await keyward.close()
  noteSecret(credential.reveal())
  return { key: key.reveal(), username, password, credential: credential.reveal() }
}

/** Signs in over HTTP, from an address of its own; answers the cookie. */
export async function signIn({ app, username, password }: FloodedApp): Promise<string> {
  const { status, headers } = await patiently(() =>
    fetch(`http://127.0.0.1:${String(app.port)}/auth/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin, 'X-Forwarded-For': '192.0.2.1' },
      body: JSON.stringify({ username, password }),
    }),
  )
  const [cookie] = headers.getSetCookie()
  if (status !== 201 || cookie === undefined) throw new Error(`a sign-in was answered ${String(status)}`)
  return cookie.split(';')[0] ?? ''
}
