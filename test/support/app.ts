import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { randomBytes } from 'node:crypto'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { AuditEvent, Keyward, KeywardOptions, Store, UserRow, UserStore } from '../../src/index.js'
import { newId } from '../../src/crypto/id.js'
import { passwords } from '../../src/credentials/password.js'
import type { TestClient } from './client.js'
import { testClient } from './client.js'
import type { Clock } from './clock.js'
import { fakeClock } from './clock.js'
import type { Database } from './database.js'
import { sqliteDatabase } from './database.js'
import type { Framework, HostSetup, Mounting } from './host.js'
import { deviceClients, scopes } from './host.js'
import { newPassword, noteSecret } from './secrets.js'
import { plainClient } from './plain-client.js'

/** A host with keyward in it, listening, over a database of its own. */
export interface App {
  readonly keyward: Keyward
  readonly store: Store
  readonly clock: Clock
  readonly database: Database
  readonly mounting: Mounting
  readonly server: Server
  /** All that listeners were told. */
  readonly events: readonly AuditEvent[]
  /** The password of every user made by `user`. */
  readonly password: string
  /** Makes a user without hashing a password again. */
  user(given?: Partial<UserRow>): Promise<UserRow>
  /** A browser that is not signed in. */
  client(): TestClient
  /** A browser in which a user, by default a new one, has just signed in. */
  signedIn(user?: UserRow): Promise<TestClient & { readonly user: UserRow }>
  admin(): Promise<TestClient & { readonly user: UserRow }>
  close(): Promise<void>
}

export interface AppSetup extends Partial<
  Pick<HostSetup, 'mounting' | 'errors' | 'proxy' | 'pages' | 'prefixes' | 'parser' | 'resolveUser'>
> {
  readonly options?: Partial<KeywardOptions>
  readonly throttled?: boolean
  /** One that stands still, at a time of the tests' own, by default. */
  readonly clock?: Clock
  /** A store of the test's own, in place of one over `database`. */
  readonly store?: Store
  /** The host's own users; keyward has no table for them then. */
  readonly users?: UserStore
  /** Puts another store over the database's. */
  readonly over?: (store: Store) => Store
}

export const origin = 'http://localhost:3000'
const many = { failures: 100_000, minutes: 15 }
const generous = { perAccountAndAddress: many, perAccount: many, perAddress: many, codesPerAccount: many }

let hashed: Promise<{ password: string; passwordHash: string }> | undefined

export async function startApp(framework: Framework, setup: AppSetup = {}): Promise<App> {
  const database = await sqliteDatabase(setup.users && { user: false })
  const clock = setup.clock ?? fakeClock()
  const { over = (store) => store } = setup
  const store = over(setup.store ?? typeormStore(database.dataSource, { users: setup.users }))
  const keyward = createKeyward({
    store,
    secrets: [newConfiguredSecret()],
    origins: [origin],
    scopes,
    deviceClients,
    introspection: true,
    now: clock.now,
    ...(!setup.throttled && { throttle: generous }),
    ...setup.options,
  })
  const events: AuditEvent[] = []
  keyward.events.on('*', (event) => events.push(event))
  const { mounting = plain(framework), errors = 'problem', proxy = false } = setup
  const { pages, prefixes, parser, resolveUser } = setup
  const server = createServer(
    framework.host({ keyward, mounting, errors, proxy, pages, prefixes, parser, resolveUser }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { password, passwordHash } = await (hashed ??= hashOnce())
  const app: App = {
    keyward,
    store,
    clock,
    database,
    mounting,
    server,
    events,
    password,
    user: (given = {}) => newUser(app, passwordHash, given),
    client: () => testClient({ server, mount: mounting.path, clock }),
    signedIn: (user) => signIn(app, user),
    admin: async () => signIn(app, await app.user({ admin: true })),
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await keyward.close()
      await database.close()
    },
  }
  return app
}

/** A configured secret, noted as such. */
export function newConfiguredSecret(): string {
  const secret = randomBytes(32).toString('base64url')
  noteSecret(secret)
  return secret
}

function plain({ mountings: [first] }: Framework): Mounting {
  if (!first) throw new TypeError('a framework needs a mounting')
  return first
}

async function hashOnce(): Promise<{ password: string; passwordHash: string }> {
  const password = newPassword()
  return { password, passwordHash: await passwords().hash(password) }
}

async function newUser(
  { clock, store }: App,
  passwordHash: string,
  given: Partial<UserRow>,
): Promise<UserRow> {
  clock.advance({ ms: 1 })
  const user = {
    id: newId(clock.now()),
    username: `user-${randomBytes(4).toString('hex')}`,
    displayName: null,
    organizationId: null,
    admin: false,
    disabled: false,
    passwordHash,
    createdAt: clock.now(),
    ...given,
  }
  const created = store.users.create?.(user)
  if (!created || created instanceof Promise) throw new TypeError('the store has users of its own')
  await store.commit([created, store.accounts.ensure(user.id)])
  return user
}

async function signIn(app: App, given?: UserRow): Promise<TestClient & { readonly user: UserRow }> {
  const user = given ?? (await app.user())
  app.clock.advance({ ms: 1 })
  const { cookies } = await app.keyward.adapter.signInUser(plainClient(), user.id, { amr: ['pwd'] })
  const client = app.client()
  for (const line of cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    noteSecret(value)
    client.cookies.set(name, value)
  }
  return { ...client, user }
}
