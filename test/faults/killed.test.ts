import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, it } from 'mocha'
import { describeOnEach } from '../databases.js'
import { until } from '../support/until.js'
import { asker } from './ask.js'
import { checkAudit, checkKept } from './kept.js'
import { makeAndEndKeys, useLinks } from './load.js'
import type { Scene } from './scene.js'
import { setScene } from './scene.js'
import type { Change, Told } from './told.js'
import { toldNothing } from './told.js'
import { isWhole } from './whole.js'

const kills = { sqlite: 200, postgres: 100, mariadb: 50 }
const killsInShort = 5
const linksARound = 12

describeOnEach('a process that is killed at any moment', function (database) {
  const rounds = isWhole ? kills[database.name] : killsInShort
  const changes: Change[] = []
  let scene: Scene
  let slowestStartMs = 0

  before(async () => {
    scene = await setScene(database)
  })
  after(() => scene.close())

  it('has lost nothing it said it did, revived nothing, and takes nothing twice that is good for once', async function () {
    this.timeout(rounds * 60_000)
    let before: Told | null = null
    for (let round = 0; round < rounds; round++) {
      const told = toldNothing()
      const [links, { id }] = [await scene.links(linksARound), await scene.person()]
      const victim = await start()
      if (before) await checkKept(before, asker(before), [victim.url])
      const work = { urls: [victim.url], asker: asker(told), told, isOver: () => false }
      const working = Promise.allSettled([useLinks(work, links), makeAndEndKeys(work, id)])
      await until('two revocations', () => told.dead.size >= 2, { seconds: 5 })
      await sleep(Math.random() * 150)
      await victim.kill()
      for (const ended of await working) {
        // That it got no answer is what was to happen.
        if (ended.status === 'rejected' && ended.reason instanceof assert.AssertionError) throw ended.reason
      }
      changes.push(...told.changes)
      before = told
    }
    await using last = await start()
    if (before) await checkKept(before, asker(before), [last.url])
    await checkAudit(scene.keyward, changes)
    if (database.name === 'sqlite') {
      const [found] = await scene.dataSource.query<object[]>('PRAGMA integrity_check')
      assert.deepEqual(found, { integrity_check: 'ok' })
    }
    if (isWhole) {
      console.log(
        `${database.name}: ${String(rounds)} kills, ${String(changes.length)} acknowledged changes, slowest start ${slowestStartMs.toFixed(0)} ms`,
      )
    }
  })

  async function start() {
    const began = performance.now()
    const served = await scene.start()
    slowestStartMs = Math.max(slowestStartMs, performance.now() - began)
    return served
  }
})
