import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { mint } from '../../src/crypto/secret.js'
import type { Keyward } from '../../src/index.js'
import { answer, givenArgument } from './child.js'
import { pick } from './data.js'
import type { Place } from './database.js'
import { driverRead } from './driver-read.js'
import { leanClient, usualClient } from './headers.js'
import { lookUpIn, openHandWritten } from './hand-written.js'
import type { Mode } from './keyward.js'
import { openKeyward } from './keyward.js'
import type { Unsteadiness } from './machine.js'
import { watchMachine } from './machine.js'
import { observe } from './observed.js'
import { openBetterAuth } from './peers.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'
import type { Asked } from './statements.js'
import { countStatements } from './statements.js'

/** What is verified, by whom. */
export type Case =
  | ('hit' | 'hit, 2 headers' | 'hit, strict' | 'hit, traced' | 'hit, not sampled')
  | ('miss' | 'driver' | 'unknown' | 'junk' | 'find-one' | 'better-auth')

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
  readonly unsteadiness: Unsteadiness
}

/** Makes everything ready for one verification, which is what it answers. */
type Prepare = (token: string) => () => unknown

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: { type: 'minor' }) => void

/** Requests that arrive in one turn of the event loop, under load. */
const perTurn = 32
const perBatch = 10 * perTurn

async function main(task: Task): Promise<void> {
  const prepare = await preparing(task)
  answer({ taken: () => measure(task, prepare) })
}

async function measure({ kind, keys, rounds, verifications }: Task, prepare: Prepare): Promise<Taken> {
  const once = () => cpuOf(verifications, () => prepare(textFor(kind, keys)))
  const samples: number[] = []
  const machine = watchMachine()
  for (let round = 0; round <= rounds; round++) {
    machine.look()
    const microseconds = await once()
    // The first round warms up.
    if (round > 0) samples.push(microseconds / verifications)
  }
  const count = countStatements()
  await once()
  const { statements, glances, writes } = count()
  const per = (n: number): number => n / verifications
  return {
    cpuMicroseconds: spread(samples),
    asked: { statements: per(statements), glances: per(glances), writes: per(writes) },
    verified: verifications * (rounds + 2),
    unsteadiness: machine.unsteadiness(),
  }
}

/**
 * Only verifying is counted, so what making the requests leaves behind is collected before. Requests are made a batch at a time, so that they
 * are as near at hand as one that just arrived.
 */
async function cpuOf(verifications: number, prepare: () => () => unknown): Promise<number> {
  let microseconds = 0
  for (let done = 0; done < verifications; done += perBatch) {
    const batch = Array.from({ length: Math.min(perBatch, verifications - done) }, prepare)
    collect({ type: 'minor' })
    const start = process.cpuUsage()
    await verifyAll(batch)
    const { user, system } = process.cpuUsage(start)
    microseconds += user + system
  }
  return microseconds
}

async function verifyAll(batch: readonly (() => unknown)[]): Promise<void> {
  let left = perTurn
  for (const verify of batch) {
    const answered = verify()
    // What is answered at once costs no turn.
    if (answered instanceof Promise) await answered
    if (--left > 0) continue
    left = perTurn
    await nextTurn()
  }
}

function textFor(kind: Case, keys: readonly string[]): string {
  if (kind === 'unknown') return mint('kw', 'api_key').reveal()
  const key = pick(keys)
  return kind === 'junk' ? key.slice(0, -1) + (key.endsWith('0') ? '1' : '0') : key
}

async function preparing({ kind, place, keys }: Task): Promise<Prepare> {
  switch (kind) {
    case 'driver':
      return driverRead(place, keys)
    case 'find-one': {
      const lookUp = lookUpIn(await openHandWritten(place))
      return (token) => () => lookUp(token)
    }
    case 'better-auth': {
      const { verify } = await openBetterAuth(place)
      return (token) => () => verify(token)
    }
    case 'unknown':
    case 'junk':
      return refusing(guarded((await openKeyward(place, 'warm')).keyward))
    case 'hit, 2 headers':
      return guarded((await openKeyward(place, 'warm')).keyward, leanClient)
    case 'hit, traced':
    case 'hit, not sampled':
      observe({ ratio: kind === 'hit, traced' ? 1 : 0 })
      return guarded((await openKeyward(place, 'warm')).keyward)
    case 'hit':
    case 'hit, strict':
    case 'miss':
      return guarded((await openKeyward(place, modes[kind])).keyward)
  }
}

const modes: Readonly<Record<'hit' | 'hit, strict' | 'miss', Mode>> = {
  hit: 'warm',
  'hit, strict': 'strict',
  miss: 'cold',
}

/** A guard, given what node:http gives an adapter. */
function guarded(keyward: Keyward, clientWith = usualClient): Prepare {
  const guard = keyward.adapter.guard()
  return (token) => {
    const client = clientWith(token)
    return () => guard(client)
  }
}

/** A refusal is thrown at once where nothing has to be read, and else later. */
function refusing(prepare: Prepare): Prepare {
  return (token) => {
    const verify = prepare(token)
    return () => {
      let answered: unknown
      try {
        answered = verify()
      } catch {
        return undefined
      }
      return answered instanceof Promise ? answered.then(passed, () => undefined) : passed()
    }
  }
}

function passed(): never {
  throw new Error('what should be refused has passed')
}

void givenArgument<Task>().then(main)
