import type { Child } from './child.js'
import { startChild } from './child.js'
import type { ContenderName, Framework } from './contenders.js'
import { contendersOf, ownerOf } from './contenders.js'
import { pick } from './data.js'
import type { BenchDatabase } from './database.js'
import type { Keys } from './keys.js'
import type { Round } from './load.js'
import { loadOn } from './load.js'
import type { Settings } from './settings.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'

/** What one contender did, over all rounds. */
export interface Standing {
  readonly name: ContenderName
  readonly requestsPerSecond: Spread
  /** Of the throughput without a guard in the same round. */
  readonly ofUnguarded: Spread
  readonly cpuMicroseconds: Spread
  /** The CPU of a request without a guard, divided by that of one with it, in the same round. */
  readonly ofUnguardedCpu: Spread
  readonly busy: Spread
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
  { database, keys, settings }: { database: BenchDatabase; keys: Keys; settings: Settings },
): Promise<readonly Standing[]> {
  const all: Running[] = []
  try {
    for (const name of contendersOf[framework]) all.push(await start(name))
    for (let round = 0; round <= settings.rounds; round++) {
      for (const contender of rotated(all, round)) {
        const done = await loadOn(contender.server, contender.port, loadOf(contender.name))
        // The first round warms up.
        if (round > 0) contender.rounds.push(done)
      }
    }
    const baseline = all.find(({ name }) => name === 'unguarded')?.rounds ?? []
    return all.map(({ name, rounds }) => standing(name, rounds, baseline))
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
      request: () => ({ path: '/guarded', headers: { authorization: `Bearer ${pick(texts)}` } }),
    }
  }
}

function standing(name: ContenderName, rounds: readonly Round[], baseline: readonly Round[]): Standing {
  const over = (read: (round: Round, base: Round) => number): Spread =>
    spread(rounds.map((round, i) => read(round, baseline[i] ?? round)))
  return {
    name,
    requestsPerSecond: over((round) => round.requestsPerSecond),
    ofUnguarded: over((round, base) => round.requestsPerSecond / base.requestsPerSecond),
    cpuMicroseconds: over((round) => round.cpuMicroseconds),
    ofUnguardedCpu: over((round, base) => base.cpuMicroseconds / round.cpuMicroseconds),
    busy: over((round) => round.busy),
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
