import type { Child } from './child.js'
import { startChild } from './child.js'
import { createDatabase } from './database.js'
import type { Unsteadiness } from './machine.js'
import { watchMachine } from './machine.js'
import type { Settings } from './settings.js'
import type { SignInRound, SignInTask } from './sign-in-process.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'

export interface SignIns {
  readonly perSecond: Spread
  readonly delayP99Ms: Spread
}

export interface SignInComparison {
  readonly keyward: SignIns
  readonly betterAuth: SignIns
  readonly ratio: Spread
  /** CPU of a sign-in of keyward's beyond that of its one hash, ms. */
  readonly beyondHashMs: Spread
  readonly unsteadiness: Unsteadiness
}

const both = ['keyward', 'better-auth'] as const

/** Sign-ins with a password, four in flight, on SQLite: keyward's argon2id and better-auth's scrypt in turns. */
export async function compareSignIns({ rounds, signInSeconds }: Settings): Promise<SignInComparison> {
  const database = await createDatabase('sqlite')
  const children: Child[] = []
  const machine = watchMachine()
  const done: Record<SignInTask['who'], SignInRound[]> = { keyward: [], 'better-auth': [] }
  try {
    for (const who of both) {
      const task: SignInTask = { who, place: database.placeOf(who), seconds: signInSeconds }
      children.push(await startChild('sign-in-process', task))
    }
    for (let round = 0; round <= rounds; round++) {
      for (const [i, who] of both.entries()) {
        machine.look()
        const result = await children[i]?.ask<SignInRound>('round')
        // The first round warms up.
        if (round > 0 && result) done[who].push(result)
      }
    }
  } finally {
    for (const child of children) await child.stop()
    await database.drop()
  }
  const theirs = done['better-auth']
  return {
    keyward: over(done.keyward),
    betterAuth: over(theirs),
    ratio: spread(done.keyward.map(({ perSecond }, i) => perSecond / (theirs[i]?.perSecond ?? NaN))),
    beyondHashMs: spread(done.keyward.map(({ cpuMs, hashCpuMs }) => cpuMs - (hashCpuMs ?? NaN))),
    unsteadiness: machine.unsteadiness(),
  }
}

function over(rounds: readonly SignInRound[]): SignIns {
  return {
    perSecond: spread(rounds.map(({ perSecond }) => perSecond)),
    delayP99Ms: spread(rounds.map(({ delayP99Ms }) => delayP99Ms)),
  }
}
