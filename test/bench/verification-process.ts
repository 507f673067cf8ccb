import { setImmediate as nextTurn } from 'node:timers/promises'
import { mint } from '../../src/crypto/secret.js'
import type { Guard } from '../../src/index.js'
import { answer, givenArgument } from './child.js'
import { pick } from './data.js'
import type { Place } from './database.js'
import { lookUpIn, openHandWritten } from './hand-written.js'
import type { Mode } from './keyward.js'
import { openKeyward } from './keyward.js'
import { openBetterAuth } from './peers.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'
import type { Asked } from './statements.js'
import { countStatements } from './statements.js'

/** What is verified, by whom. */
export type Case = 'hit' | 'hit, strict' | 'miss' | 'unknown' | 'junk' | 'find-one' | 'better-auth'

export interface Task {
  readonly kind: Case
  readonly place: Place
  readonly keys: readonly string[]
  readonly rounds: number
  readonly verifications: number
}

/** What it took, and of how many verifications in all. */
export interface Taken {
  readonly cpuMicroseconds: Spread
  /** Per verification. */
  readonly asked: Asked
  readonly verified: number
}

type Verify = (token: string) => unknown

/** Requests that arrive in one turn of the event loop, under load. */
const perTurn = 32

async function main(task: Task): Promise<void> {
  const verify = await verifierOf(task)
  answer({ taken: () => measure(task, verify) })
}

async function measure({ kind, keys, rounds, verifications }: Task, verify: Verify): Promise<Taken> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const microseconds = await cpuOf(verify, tokens(kind, keys, verifications))
    // The first round warms up.
    if (round > 0) samples.push(microseconds / verifications)
  }
  const count = countStatements()
  await cpuOf(verify, tokens(kind, keys, verifications))
  const { statements, glances, writes } = count()
  const per = (n: number): number => n / verifications
  return {
    cpuMicroseconds: spread(samples),
    asked: { statements: per(statements), glances: per(glances), writes: per(writes) },
    verified: verifications * (rounds + 2),
  }
}

async function cpuOf(verify: Verify, all: readonly string[]): Promise<number> {
  const start = process.cpuUsage()
  for (let i = 0; i < all.length; i++) {
    const answered = verify(all[i] ?? '')
    // What is answered at once costs no turn.
    if (answered instanceof Promise) await answered
    if (i % perTurn === 0) await nextTurn()
  }
  const { user, system } = process.cpuUsage(start)
  return user + system
}

/** Texts as a parser makes them: new ones each time, whose hash nobody knows yet. */
function tokens(kind: Case, keys: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, () => Buffer.from(textFor(kind, keys)).toString('latin1'))
}

function textFor(kind: Case, keys: readonly string[]): string {
  if (kind === 'unknown') return mint('kw', 'api_key').reveal()
  const key = pick(keys)
  return kind === 'junk' ? key.slice(0, -1) + (key.endsWith('0') ? '1' : '0') : key
}

async function verifierOf({ kind, place }: Task): Promise<Verify> {
  switch (kind) {
    case 'find-one':
      return lookUpIn(await openHandWritten(place))
    case 'better-auth':
      return (await openBetterAuth(place)).verify
    case 'unknown':
    case 'junk': {
      const verify = guarded(await openKeyward(place, 'warm'))
      return async (token) => {
        const passed = await Promise.resolve(verify(token)).catch(() => null)
        if (passed) throw new Error(`${kind} passed`)
      }
    }
    case 'hit':
    case 'hit, strict':
    case 'miss':
      return guarded(await openKeyward(place, modes[kind]))
  }
}

const modes: Readonly<Record<'hit' | 'hit, strict' | 'miss', Mode>> = {
  hit: 'warm',
  'hit, strict': 'strict',
  miss: 'cold',
}

/** A guard, given what node:http gives an adapter. */
function guarded({ keyward }: { readonly keyward: { guard(): Guard } }): Verify {
  const guard = keyward.guard()
  return (token) =>
    guard({
      method: 'GET',
      ip: '127.0.0.1',
      headers: {
        host: ['localhost:3000'],
        connection: ['keep-alive'],
        'user-agent': ['bench'],
        accept: ['*/*'],
        authorization: [`Bearer ${token}`],
      },
    })
}

void givenArgument<Task>().then(main)
