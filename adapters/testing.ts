import { randomBytes } from 'node:crypto'
import { DataSource } from 'typeorm'
import { keywardEntities, keywardMigrations } from '../entities/index.js'
import type { AdminUser, Client, HostNewApiKey, Keyward, KeywardOptions, NewUser } from '../src/index.js'
import { keywardWith } from '../src/keyward.js'
import { migrate, typeormStore } from './typeorm/index.js'

/** What a host's tests ask for: the options of `createKeyward` but those that are the tests' own to have, and users. */
export interface TestOptions extends Omit<KeywardOptions, 'store' | 'secrets' | 'origins' | 'now'> {
  /** The origins of the app under test. Default: `http://localhost`. */
  readonly origins?: readonly string[]
  /** Users that are there from the start: names, or more of each. Default: none. */
  readonly users?: readonly (string | TestUser)[]
}

/** A user to be made; without a password they get one. */
export type TestUser = Omit<NewUser, 'passwordHash'>

/** A user whose password the test knows. */
type KnownUser = AdminUser & { readonly password: string }

/** keyward for a host's tests, over a database in memory of its own. */
export interface TestKeyward {
  /** What the app under test is given. */
  readonly keyward: Keyward
  /** The users that were asked for, by name. */
  readonly users: Readonly<Record<string, KnownUser>>
  /** It stands still until a test moves it, by milliseconds. */
  readonly clock: {
    /** What time it is, epoch ms. */
    now(): number
    /** Moves it on by so many milliseconds. */
    advance(ms: number): void
  }
  /** The headers of a browser in which a user, by name, has just signed in, for any client and any method; with `mfa` by a second factor too. */
  signedIn(username: string, by?: { readonly mfa?: boolean }): Promise<Record<string, string>>
  /** The text of a new API key of a user's; what is left out is as in `keyward.apiKeys.create`. */
  apiKeyFor(username: string, key?: Partial<HostNewApiKey>): Promise<string>
  /** Closes keyward, and the database with it. */
  close(): Promise<void>
}

/** The least that argon2id takes. */
const hashCost = { memoryCost: 8, timeCost: 1, parallelism: 1 }

/** On the app's own machine, and no browser: nothing but the cookie speaks for it. */
const client: Client = Object.freeze({
  method: 'POST',
  ip: () => '127.0.0.1',
  socketAddress: () => '127.0.0.1',
  header: () => [],
})

/**
 * Makes keyward for tests. Passwords are hashed at the least cost there is: a TypeError where `NODE_ENV` is `production`.
 *
 * @example
 * const { keyward, signedIn, close } = await testKeyward({ users: ['ada'] })
 * await request(createApp(keyward)).get('/jobs').set(await signedIn('ada')).expect(200)
 */
export async function testKeyward({ users = [], ...options }: TestOptions = {}): Promise<TestKeyward> {
  if (process.env.NODE_ENV === 'production') throw new TypeError('keyward/testing is not for production')
  const clock = stoppedClock()
  const dataSource = await database()
  const keyward = over(dataSource, clock, options)
  const made = await Promise.all(users.map((user) => newUser(keyward, user)))
  const idOf = async (username: string): Promise<string> => {
    const user = await keyward.users.byUsername(username)
    if (!user) throw new TypeError(`nobody is called ${username}: testKeyward({ users: [...] }) makes users`)
    return user.id
  }

  return Object.freeze({
    keyward,
    users: Object.freeze(Object.fromEntries(made.map((user) => [user.username, user]))),
    clock,
    async signedIn(username, { mfa = false } = {}) {
      const amr = mfa ? ['pwd', 'otp'] : ['pwd']
      const { outcome, cookies } = await keyward.adapter.signInUser(client, await idOf(username), { amr })
      if (outcome.status !== 'signed_in')
        throw new TypeError(`${username} is not signed in: ${outcome.status}`)
      return { Cookie: cookieHeader(cookies), 'Sec-Fetch-Site': 'same-origin' }
    },
    async apiKeyFor(username, { name = `test ${randomBytes(4).toString('hex')}`, ...key } = {}) {
      const { key: secret } = await keyward.apiKeys.create(await idOf(username), { name, ...key })
      return secret.reveal()
    },
    async close() {
      await keyward.close()
      await dataSource.destroy()
    },
  } satisfies TestKeyward)
}

function over(
  dataSource: DataSource,
  { now }: TestKeyward['clock'],
  options: Omit<TestOptions, 'users'>,
): Keyward {
  const secrets = [randomBytes(32).toString('base64url')]
  const store = typeormStore(dataSource)
  return keywardWith({ origins: ['http://localhost'], ...options, store, secrets, now }, { hashCost })
}

async function database(): Promise<DataSource> {
  const dataSource = await new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
  }).initialize()
  await migrate(dataSource)
  return dataSource
}

function stoppedClock(): TestKeyward['clock'] {
  let at = Date.now()
  return Object.freeze({
    now: () => at,
    advance(ms: number) {
      if (!Number.isFinite(ms) || ms < 0) throw new TypeError('advance: so many milliseconds, and none back')
      at += ms
    },
  } satisfies TestKeyward['clock'])
}

async function newUser({ users }: Keyward, given: string | TestUser): Promise<KnownUser> {
  const { username, ...more } = typeof given === 'string' ? { username: given } : given
  const password = more.password ?? `the password of ${username}`
  const user = await users.create({ ...more, username, password })
  return Object.freeze({ ...user, password } satisfies KnownUser)
}

/** What a browser sends back of the cookies that it was given. */
function cookieHeader(cookies: readonly string[]): string {
  const pairs = cookies.map((line) => line.split(';', 1)[0] ?? '')
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ')
}
