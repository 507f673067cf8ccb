import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Keyward } from '../../../src/index.js'
import { createKeyward } from '../../../src/index.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { fillRows } from './filling.js'
import type { FilledRows } from './filling.js'
import type { ReadReport, ReadTask } from './reader.js'
import type { RewrapNews, RewrapTask } from './worker.js'

/** `KEYWARD_REWRAP_ROWS=100000` moves as many as the documents speak of. */
const rows = Number(process.env.KEYWARD_REWRAP_ROWS ?? 2000)
const kills = 4

describeOnEach('moving rows to another secret', function (database) {
  let made: Migrated
  let filled: FilledRows
  const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]

  before(async function () {
    this.timeout(600_000)
    made = await migrated(database)
    filled = await fillRows(made.dataSource, older, rows)
  })
  after(() => made.close())

  it('is killed again and again and loses nothing, while others read and find nothing that they cannot', async function () {
    this.timeout(1_800_000)
    const reader = await startReader([newer, older])
    let killed = 0
    for (let news = await rewrap(atRandom()); !('done' in news); news = await rewrap(atRandom())) killed++
    reader.send('end')
    const { read, faults } = await reportOf(reader)
    assert.deepEqual(faults.slice(0, 5), [])
    assert.ok(read > 100, `only ${String(read)} rows were read meanwhile`)
    assert.ok(killed > 0, 'nothing was killed')
    assert.deepEqual(await left([newer, older]), { rewrap: 0, use: 0, end: 0 })

    // The old secret is gone, and everything is still there.
    const afterwards = await reportOf(await startReader([newer], { once: true }))
    assert.deepEqual(afterwards, { read: (rows * 3) / 4, faults: [] })
    const audit = await withKeyward([newer], (keyward) => keyward.audit.verify())
    assert.deepEqual([audit.fault, audit.rows + audit.unsealed >= rows / 4], [null, true])
    assert.deepEqual(await left([newer]), { rewrap: 0, use: 0, end: 0 })

    /** How many rows a process may move before it is killed; in the end it is let be. */
    function atRandom(): number {
      return killed < kills ? 1 + Math.floor((Math.random() * rows) / kills) : Infinity
    }
  })

  const left = (secrets: readonly string[]) =>
    withKeyward(secrets, async (keyward) => (await keyward.secrets.status()).left)

  async function withKeyward<T>(
    secrets: readonly string[],
    use: (keyward: Keyward) => Promise<T>,
  ): Promise<T> {
    const keyward = createKeyward({ store: typeormStore(made.dataSource), secrets, origins: [origin] })
    try {
      return await use(keyward)
    } finally {
      await keyward.close()
    }
  }

  /** Moves rows in a process of its own, which is killed once it has looked at so many; answers its last word. */
  async function rewrap(most: number): Promise<RewrapNews> {
    const child = forkScript('test/e2e/rewrap/worker.ts')
    const task: RewrapTask = { options: made.options, secrets: [newer, older] }
    let last: RewrapNews = { rows: 0 }
    child.on('message', (news: RewrapNews) => {
      last = news
      if ('rows' in news && news.rows >= most) child.kill('SIGKILL')
    })
    child.send(task)
    await once(child, 'exit')
    return last
  }

  async function startReader(secrets: readonly string[], how: Pick<ReadTask, 'once'> = { once: false }) {
    const child = forkScript('test/e2e/rewrap/reader.ts')
    const task: ReadTask = { options: made.options, secrets, rows: filled, ...how }
    const ready = once(child, 'message')
    child.send(task)
    await ready
    return child
  }

  async function reportOf(reader: ReturnType<typeof forkScript>): Promise<ReadReport> {
    // The reader sends its report and nothing else.
    const [report] = (await once(reader, 'message')) as [ReadReport]
    return report
  }
})
