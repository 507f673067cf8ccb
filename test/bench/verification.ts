import { startChild } from './child.js'
import type { ContenderName } from './contenders.js'
import { ownerOf } from './contenders.js'
import type { BenchDatabase, Engine } from './database.js'
import type { Keys } from './keys.js'
import type { Settings } from './settings.js'
import { rowsWritten } from './statements.js'
import type { Case, Taken, Task } from './verification-process.js'

export type Verifications = Readonly<Partial<Record<Case, Taken>>>

/** By engine: nobody is asked strictly on PostgreSQL. */
const cases: Readonly<Record<Engine, readonly Case[]>> = {
  sqlite: [
    ...(['hit', 'hit, 2 headers', 'hit, strict', 'hit, traced', 'hit, not sampled'] as const),
    ...(['miss', 'driver', 'unknown', 'junk', 'find-one', 'better-auth'] as const),
  ],
  postgres: ['hit', 'miss', 'driver', 'unknown', 'find-one', 'better-auth'],
}
/** What part of the verifications is done: what takes long is steady sooner. */
const shares: Readonly<Record<Case, number>> = {
  ...{ hit: 1, 'hit, 2 headers': 1, 'hit, strict': 1, junk: 1 },
  ...{ 'hit, traced': 0.5, 'hit, not sampled': 0.5 },
  ...{ miss: 0.25, driver: 0.25, unknown: 0.25 },
  ...{ 'find-one': 0.1, 'better-auth': 0.1 },
}

/** What one verification takes without HTTP: CPU, SQL statements and rows written; each kind in a process of its own. */
export async function measureVerifications(
  database: BenchDatabase,
  keys: Keys,
  { rounds, verifications }: Settings,
): Promise<Verifications> {
  const taken: Partial<Record<Case, Taken>> = {}
  for (const kind of cases[database.engine]) {
    taken[kind] = await measure({
      kind,
      place: database.placeOf(ownerOf[contenderOf(kind)]),
      keys: kind === 'miss' || kind === 'driver' ? keys.all : keys.inUse,
      rounds,
      verifications: Math.ceil(verifications * shares[kind]),
    })
  }
  return taken
}

async function measure(task: Task): Promise<Taken> {
  const server = task.place.type === 'postgres'
  const before = server ? await rowsWritten(task.place) : 0
  const child = await startChild('verification-process', task)
  const taken = await child.ask<Taken>('taken')
  await child.stop()
  if (!server) return taken
  const writes = ((await rowsWritten(task.place)) - before) / taken.verified
  return { ...taken, asked: { ...taken.asked, writes } }
}

function contenderOf(kind: Case): ContenderName {
  return kind === 'find-one' || kind === 'better-auth' ? kind : 'keyward'
}
