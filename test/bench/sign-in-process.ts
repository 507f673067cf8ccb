import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { hash, verify } from '@node-rs/argon2'
import { answer, givenArgument } from './child.js'
import { pick } from './data.js'
import type { Place } from './database.js'
import { openKeyward } from './keyward.js'
import { openBetterAuth } from './peers.js'
import { plainClient } from '../support/plain-client.js'

export interface SignInTask {
  readonly who: 'keyward' | 'better-auth'
  readonly place: Place
  readonly seconds: number
}

export interface SignInRound {
  readonly perSecond: number
  /** How long the event loop kept a timer of 1 ms waiting, the millisecond included. */
  readonly delayP99Ms: number
  /** Of the whole process, for one sign-in. */
  readonly cpuMs: number
  /** Of the whole process, for one hash of a password and no more, as many in flight; keyward's alone. */
  readonly hashCpuMs: number | null
}

type SignIn = (name: string) => Promise<void>

const inFlight = 4
const users = Array.from({ length: 40 }, (_, n) => `user-${String(n)}`)
const password = 'a password for the bench'

async function main({ who, place, seconds }: SignInTask): Promise<void> {
  const signIn = await (who === 'keyward' ? withKeyward(place) : withBetterAuth(place))
  const hashing = who === 'keyward' ? await hashOnly() : null
  answer({ round: () => round({ signIn, hashing }, seconds) })
}

async function round(
  { signIn, hashing }: { readonly signIn: SignIn; readonly hashing: SignIn | null },
  seconds: number,
): Promise<SignInRound> {
  const hashed = hashing && (await repeated(hashing, seconds / 2))
  const done = await repeated(signIn, seconds)
  const { perSecond, delayP99Ms, cpuMs } = done
  return { perSecond, delayP99Ms, cpuMs, hashCpuMs: hashed?.cpuMs ?? null }
}

async function repeated(once: SignIn, seconds: number): Promise<Omit<SignInRound, 'hashCpuMs'>> {
  const before = process.cpuUsage()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = performance.now()
  const end = start + seconds * 1000
  let count = 0
  await Promise.all(Array.from({ length: inFlight }, untilEnd))
  const elapsed = (performance.now() - start) / 1000
  delay.disable()
  const { user, system } = process.cpuUsage(before)
  return {
    perSecond: count / elapsed,
    delayP99Ms: delay.percentile(99) / 1e6,
    cpuMs: (user + system) / 1000 / count,
  }

  async function untilEnd(): Promise<void> {
    while (performance.now() < end) {
      await once(pick(users))
      count++
    }
  }
}

/** What a sign-in cannot do without: the password is held against its hash. */
async function hashOnly(): Promise<SignIn> {
  const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
  const stored = await hash(password, cost)
  return async () => {
    if (!(await verify(stored, password))) throw new Error('the password does not fit its hash')
  }
}

/** By its own route, as a browser would, but for the network. */
async function withKeyward(place: Place): Promise<SignIn> {
  const { keyward } = await openKeyward(place, 'warm')
  for (const username of users) await keyward.users.create({ username, password })
  const route = keyward.adapter.routes().find(({ method, path }) => method === 'post' && path === '/session')
  if (!route) throw new Error('there is no route to sign in by')
  const headers = {
    origin: ['http://localhost:3000'],
    'content-type': ['application/json'],
    'user-agent': ['bench'],
  }
  return async (username) => {
    const message = new IncomingMessage(new Socket())
    Object.assign(message.headers, { 'content-type': 'application/json', 'content-length': '1' })
    const { status } = await keyward.adapter.handle(route, {
      client: plainClient(headers, 'POST'),
      url: '/auth/session',
      params: {},
      body: { message, parsed: { username, password } },
    })
    if (status !== 201) throw new Error(`a sign-in was answered ${String(status)}`)
  }
}

async function withBetterAuth(place: Place): Promise<SignIn> {
  const { signUp, signIn } = await openBetterAuth(place)
  const emailOf = (name: string): string => `${name}@example.com`
  for (const name of users) await signUp(emailOf(name), password)
  return (name) => signIn(emailOf(name), password)
}

void givenArgument<SignInTask>().then(main)
