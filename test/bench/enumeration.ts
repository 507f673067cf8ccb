import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { hash } from '@node-rs/argon2'
import { mint } from '../../src/crypto/secret.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward, Reply } from '../../src/index.js'
import { plainClient } from '../support/plain-client.js'
import { benchSecret, open, origins } from './keyward.js'
import type { Unsteadiness } from './machine.js'
import { watchMachine } from './machine.js'
import type { Settings } from './settings.js'
import { spread } from './spread.js'
import { welch } from './welch.js'

/** Whether the time of a refusal tells something that exists from something that does not. */
export interface Told {
  readonly what: string
  /** What exists, against what does not. */
  readonly compared: string
  readonly pairs: number
  readonly meanMs: Both
  /** What an interrupted machine does to a mean it does not do to a median. */
  readonly medianMs: Both
  readonly t: number
  readonly unsteadiness: Unsteadiness
}

/** Of what exists, and of what does not. */
type Both = readonly [exists: number, doesNot: number]

/** Requests that are answered alike, by what they name; the first names what is not there. Each is given who of the people asks, or is asked for. */
interface Alike {
  readonly what: string
  readonly status: number
  readonly ask: Readonly<Record<string, (person: number) => Promise<number>>>
}

const password = 'a password for the bench'
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const people = 250
const manyFailures = { failures: 100_000, minutes: 15 }
const throttle = {
  perAccountAndAddress: manyFailures,
  perAccount: manyFailures,
  perAddress: manyFailures,
  codesPerAccount: manyFailures,
}
const hourMs = 3_600_000
/** A code that no device was given, of the same form. */
const unknownUserCode = 'BBBB-BBBB'

/** Asks in rounds, each of a kind once and in an order by chance, for what is there and what is not. In process, on SQLite in memory. */
export async function measureEnumeration({ pairs }: Pick<Settings, 'pairs'>): Promise<readonly Told[]> {
  const { dataSource, store } = await open(':memory:')
  let now = Date.now()
  const keyward = createKeyward({
    store,
    throttle,
    secrets: [benchSecret],
    origins,
    passwordReset: true,
    notify: () => undefined,
    scopes: { read: 'Read' },
    deviceClients: { cli: { name: 'A program' } },
    now: () => now,
  })
  try {
    await addPeople(keyward)
    const call = caller(keyward)
    const links = await linksOf(keyward, call)
    const userCode = await givenUserCode(call)
    // The link and the code that are to have expired have.
    now += 2 * hourMs
    const cookies = await signedIn(call)
    const all: Told[] = []
    for (const alike of [
      signIns(call),
      resets(call),
      oneTimeLinks(call, links),
      devices(call, { userCode, cookies }),
    ]) {
      console.log(`${alike.what} …`)
      all.push(...(await tell(alike, pairs)))
    }
    return all
  } finally {
    await keyward.close()
    await dataSource.destroy()
  }
}

async function tell({ what, status, ask }: Alike, pairs: number): Promise<readonly Told[]> {
  const machine = watchMachine()
  const kinds = Object.entries(ask).map(([name, request]) => ({ name, request, ms: [] as number[] }))
  // The first rounds warm up.
  for (let round = -20; round < pairs; round++) {
    if (round % 25 === 0) machine.look()
    for (const { request, ms, name } of inAnyOrder(kinds)) {
      const start = performance.now()
      const answered = await request((round + people) % people)
      const took = performance.now() - start
      if (answered !== status) throw new Error(`${what}, ${name}: answered ${String(answered)}`)
      if (round >= 0) ms.push(took)
      // What is done after the answer has its turn, and is not in the time of the next one.
      await nextTurn()
    }
  }
  const [none, ...others] = kinds
  const unsteadiness = machine.unsteadiness()
  return others.map(({ name, ms }) => {
    const without = none?.ms ?? []
    const { t, means: meanMs } = welch(ms, without)
    const medianMs = [spread(ms).median, spread(without).median] as const
    return { what, compared: `${name} / ${none?.name ?? ''}`, pairs, meanMs, medianMs, t, unsteadiness }
  })
}

function inAnyOrder<T>(all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)
}

type Call = (method: string, path: string, given?: Given) => Promise<Reply>

interface Given {
  readonly body?: object
  readonly params?: Readonly<Record<string, string>>
  readonly cookie?: string
}

/** Calls routes as browsers do, but for the network. */
function caller(keyward: Keyward): Call {
  const routes = new Map(keyward.adapter.routes().map((route) => [`${route.method} ${route.path}`, route]))
  return (method, path, { body, params = {}, cookie } = {}) => {
    const route = routes.get(`${method} ${path}`)
    if (!route) throw new Error(`there is no ${method} ${path}`)
    const message = new IncomingMessage(new Socket())
    Object.assign(message.headers, { 'content-type': 'application/json', 'content-length': '1' })
    const headers = {
      origin: origins,
      'user-agent': ['bench'],
      ...(cookie !== undefined && { cookie: [cookie] }),
    }
    const client = plainClient(headers, method.toUpperCase())
    return keyward.adapter.handle(route, {
      client,
      url: `/auth${path}`,
      params,
      body: { message, parsed: body },
    })
  }
}

/** People with a password, people who are disabled, and people who have none. */
async function addPeople(keyward: Keyward): Promise<void> {
  const passwordHash = await hash(password, cost)
  for (let n = 0; n < people; n++) {
    await keyward.users.create({ username: `person-${String(n)}`, passwordHash })
    const { id } = await keyward.users.create({ username: `gone-by-${String(n)}`, passwordHash })
    await keyward.users.disable(id)
    await keyward.users.create({ username: `bare-by-${String(n)}` })
  }
}

function signIns(call: Call): Alike {
  const as = (name: string) => async (person: number) => {
    const body = { username: `${name}-${String(person)}`, password: 'not the password at all' }
    return (await call('post', '/session', { body })).status
  }
  const ask = {
    nobody: as('nobody'),
    'a wrong password': as('person'),
    'a disabled user': as('gone-by'),
    'a user without a password': as('bare-by'),
  }
  return { what: 'POST /session', status: 401, ask }
}

function resets(call: Call): Alike {
  const as = (name: string) => async (person: number) => {
    const body = { username: `${name}-${String(person)}` }
    return (await call('post', '/password-reset', { body })).status
  }
  const ask = {
    nobody: as('nobody'),
    'a user': as('person'),
    'a disabled user': as('gone-by'),
    'a user without a password': as('bare-by'),
  }
  return { what: 'POST /password-reset', status: 202, ask }
}

interface Links {
  readonly used: string
  readonly expired: string
}

async function linksOf(keyward: Keyward, call: Call): Promise<Links> {
  const [used, expired] = await Promise.all(['used', 'expired'].map(newLink))
  if (used === undefined || expired === undefined) throw new Error('there are no links')
  const { status } = await useLink(call, used)
  if (status !== 204) throw new Error(`using a link was answered ${String(status)}`)
  return { used, expired }

  async function newLink(name: string): Promise<string> {
    const { id } = await keyward.users.create({ username: `with-a-link-${name}`, password })
    const { url } = await keyward.users.passwordResetLink(id)
    return url.reveal().split('#')[1] ?? ''
  }
}

function useLink(call: Call, code: string): Promise<Reply> {
  const body = { code, newPassword: 'another password for the bench' }
  return call('post', '/one-time-links/:kind', { body, params: { kind: 'password-reset' } })
}

function oneTimeLinks(call: Call, { used, expired }: Links): Alike {
  const unknown = mint('kw', 'one_time_link').reveal()
  const as = (code: string) => async () => (await useLink(call, code)).status
  const ask = { 'nobody’s link': as(unknown), 'a used link': as(used), 'an expired link': as(expired) }
  return { what: 'POST /one-time-links/password-reset', status: 401, ask }
}

/** The code that a device shows. */
async function givenUserCode(call: Call): Promise<string> {
  const { body } = await call('post', '/device/code', { body: { client_id: 'cli', scope: 'read' } })
  if (typeof body !== 'object' || !('user_code' in body)) throw new Error('no device was begun')
  return String(body.user_code)
}

/** The cookies of people who are signed in: each may try few codes that are nobody's. */
async function signedIn(call: Call): Promise<readonly string[]> {
  const cookies: string[] = []
  for (let n = 0; n < people; n++) {
    const reply = await call('post', '/session', { body: { username: `person-${String(n)}`, password } })
    cookies.push(reply.cookies?.[0]?.split(';')[0] ?? '')
  }
  return cookies
}

function devices(
  call: Call,
  { userCode, cookies }: { readonly userCode: string; readonly cookies: readonly string[] },
): Alike {
  const as = (code: string) => async (person: number) => {
    const cookie = cookies[person]
    return (await call('get', '/device/:userCode', { params: { userCode: code }, cookie })).status
  }
  const ask = { 'nobody’s code': as(unknownUserCode), 'an expired code': as(userCode) }
  return { what: 'GET /device/:userCode', status: 404, ask }
}
