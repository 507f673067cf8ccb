import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventType } from '../../src/index.js'
import type { Served } from '../support/process.js'
import { until } from '../support/until.js'
import { asker } from './ask.js'
import { checkAudit, checkKept } from './kept.js'
import type { Work } from './load.js'
import { askGuards, makeAndEndKeys, signInAndOut, useLinks } from './load.js'
import type { Scene } from './scene.js'
import { toldNothing } from './told.js'
import { isWhole } from './whole.js'

/** Something that goes wrong for a while. */
export interface Fault {
  begin(): unknown
  end(): unknown
  /** What the app goes on doing meanwhile. Default: nothing need be done, and something can't be. */
  readonly spares?: readonly EventType[]
}

/** What is done all the time. */
export const everything = ['api_key.created', 'api_key.deleted', 'session.created', 'session.ended'] as const

/** Once is what CI has the time for. */
const rounds = isWhole ? 5 : 1
/** At the least: it lasts until something was struck, or what is spared was done. */
const holdMs = isWhole ? 10_000 : 1000
/** Ten times that limit. */
const answeredMs = 30_000
const linksARound = 20
/** What mocha is to wait for at the most, ms. */
export const strikeMs = rounds * 300_000

/**
 * Has users work with processes of an app while something goes wrong, and looks at what holds afterwards: nothing acknowledged is lost, nothing
 * revoked works, nothing is good twice, each change is in the audit, no failure counts, and all of them go on in time, without a restart.
 */
export async function underLoad(
  scene: Pick<Scene, 'dataSource' | 'keyward' | 'person' | 'links'>,
  hosts: readonly Pick<Served, 'url' | 'output'>[],
  fault: Fault,
): Promise<void> {
  const told = toldNothing()
  const urls = hosts.map(({ url }) => url)
  const [owner, person, links] = [
    await scene.person(),
    await scene.person(),
    await scene.links(linksARound * rounds),
  ]
  let isOver = false
  const work: Work = { urls, asker: asker(told), told, isOver: () => isOver }
  const failures: unknown[] = []
  const working = [
    makeAndEndKeys(work, owner.id),
    signInAndOut(work, person),
    askGuards(work),
    useLinks(work, links),
  ].map((one) => one.catch((error: unknown) => failures.push(error)))
  let slowestMs = 0
  try {
    await moreIsDone('work of all kinds', everything)
    for (let round = 0; round < rounds; round++) slowestMs = Math.max(slowestMs, await strike())
  } finally {
    isOver = true
    await Promise.all(working)
  }
  rethrow()
  await checkKept(told, work.asker, urls)
  await checkAudit(scene.keyward, told.changes)
  await until('no failure that counts against a user', countedFailures, { holds: (count) => count === 0 })
  assert.ok(told.slowestMs < answeredMs, `an answer took ${told.slowestMs.toFixed(0)} ms`)
  for (const { url, output } of hosts) assert.equal(output().trim(), url)
  if (isWhole) console.log(report())

  /** How long it took, from the end of the fault, until each process had done all kinds of work again, ms. */
  async function strike(): Promise<number> {
    const before = told.unavailable
    await fault.begin()
    try {
      await sleep(holdMs)
      if (fault.spares) await moreIsDone('what the fault spares', fault.spares)
      else await until('a request that the fault strikes', () => seen(told.unavailable > before))
    } finally {
      await fault.end()
    }
    const ended = performance.now()
    await moreIsDone('work of all kinds, once the fault is over', everything)
    return performance.now() - ended
  }

  async function moreIsDone(what: string, types: readonly EventType[]): Promise<void> {
    const from = told.changes.length
    const isDone = (): boolean => {
      const done = new Set(told.changes.slice(from).map(({ type, url }) => `${type} ${url}`))
      return types.every((type) => urls.every((url) => done.has(`${type} ${url}`)))
    }
    await until(what, () => seen(isDone()), { seconds: 5 })
  }

  function seen(value: boolean): boolean {
    rethrow()
    return value
  }

  function rethrow(): void {
    if (failures.length > 0) throw failures[0]
  }

  /** Browsers that are known are marked there for days, failures count for an hour at most. */
  async function countedFailures(): Promise<number> {
    const [row] = await scene.dataSource.query<{ failures: string | null }[]>(
      `SELECT MAX(count) AS failures FROM keyward_attempt WHERE ends_at < ${String(Date.now() + 2 * 3_600_000)}`,
    )
    return Number(row?.failures ?? 0)
  }

  function report(): string {
    const figures = [
      `${String(told.changes.length)} acknowledged changes`,
      `${String(told.unavailable)} answers 503`,
      `slowest answer ${told.slowestMs.toFixed(0)} ms`,
      `slowest recovery ${slowestMs.toFixed(0)} ms`,
      `revoked elsewhere after ${told.longestLagMs.toFixed(0)} ms at the latest`,
    ]
    return `      ${figures.join(', ')}`
  }
}
