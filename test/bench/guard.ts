import type { Child } from './child.js'
import { startChild } from './child.js'
import type { ContenderName, Framework } from './contenders.js'
import { isLean, ownerOf } from './contenders.js'
import { pick } from './data.js'
import type { BenchDatabase } from './database.js'
import type { Keys } from './keys.js'
import type { Round } from './load.js'
import { loadOn } from './load.js'
import type { Unsteadiness } from './machine.js'
import { watchMachine } from './machine.js'
import type { Settings } from './settings.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'

/** What one contender did, over all rounds. Ratios are those of two in the same round. */
export interface Standing {
  readonly name: ContenderName
  readonly requestsPerSecond: Spread
  /** Of the throughput without a guard. */
  readonly ofUnguarded: Spread
  readonly cpuMicroseconds: Spread
  /** The CPU of a request to another ÷ that of one to this, where the other took part. */
  readonly cpuOf: Readonly<Partial<Record<Baseline, Spread>>>
  readonly busy: Spread
}

const baselines = ['unguarded', 'no-op', 'by-hand'] as const
/** What contenders are compared with. */
export type Baseline = (typeof baselines)[number]

/** What was compared, and how steady the machine was meanwhile. */
export interface Compared {
  readonly standings: readonly Standing[]
  readonly unsteadiness: Unsteadiness
}

/** Who is compared, on what. */
interface Comparison {
  readonly names: readonly ContenderName[]
  readonly database: BenchDatabase
  readonly keys: Pick<Keys, 'all' | 'inUse'>
  readonly settings: Settings
}

interface Running {
  readonly name: ContenderName
  readonly server: Child
  readonly port: number
  readonly rounds: Round[]
}

/** All contenders of a framework take turns on one database, each in a process of its own, in another order each round. */
export async function compareGuards(
  framework: Framework,
  { names, database, keys, settings }: Comparison,
): Promise<Compared> {
  const all: Running[] = []
  const machine = watchMachine()
  try {
    for (const name of names) all.push(await start(name))
    for (let round = 0; round <= settings.rounds; round++) {
      for (const contender of rotated(all, round)) {
        machine.look()
        const done = await loadOn(contender.server, contender.port, loadOf(contender.name))
        // The first round warms up.
        if (round > 0) contender.rounds.push(done)
      }
    }
    return {
      standings: all.map((contender) => standing(contender, all)),
      unsteadiness: machine.unsteadiness(),
    }
  } finally {
    for (const { server } of all) await server.stop()
  }

  async function start(name: ContenderName): Promise<Running> {
    const server = await startChild('server', { framework, name, place: database.placeOf(ownerOf[name]) })
    return { name, server, port: await server.ask<number>('port'), rounds: [] }
  }

  function loadOf(name: ContenderName) {
    const texts = name === 'keyward-cold' ? keys.all : keys.inUse
    return {
      connections: settings.connections,
      seconds: settings.secondsPerRound,
      leadInSeconds: settings.leadInSeconds,
      lean: isLean(name),
      request: () => ({ path: '/guarded', headers: { authorization: `Bearer ${pick(texts)}` } }),
    }
  }
}

function standing({ name, rounds }: Running, all: readonly Running[]): Standing {
  const over = (read: (round: Round) => number): Spread => spread(rounds.map(read))
  const beside = (baseline: Baseline, read: (round: Round, base: Round) => number): Spread | undefined => {
    const of = all.find((contender) => contender.name === baseline)?.rounds
    return of && spread(rounds.flatMap((round, i) => (of[i] ? [read(round, of[i])] : [])))
  }
  const cpuOf = baselines.flatMap((baseline) => {
    const found = beside(baseline, (round, base) => base.cpuMicroseconds / round.cpuMicroseconds)
    return found ? [[baseline, found] as const] : []
  })
  return {
    name,
    requestsPerSecond: over((round) => round.requestsPerSecond),
    ofUnguarded:
      beside('unguarded', (round, base) => round.requestsPerSecond / base.requestsPerSecond) ??
      over(() => NaN),
    cpuMicroseconds: over((round) => round.cpuMicroseconds),
    cpuOf: Object.fromEntries(cpuOf),
    busy: over((round) => round.busy),
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
