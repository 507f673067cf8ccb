import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, it } from 'mocha'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import type { Diagnosed } from '../../../src/cli/doctor/check.js'
import { keyIdOf } from '../../../src/crypto/derive.js'
import { called } from '../../cli/called.js'
import type { Called } from '../../cli/called.js'
import { configuredFolder } from '../../cli/config-file.js'
import type { SecretStatus } from '../../../src/index.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { fillRows } from './filling.js'
import type { FilledRows } from './filling.js'
import { addPeople } from './people.js'
import type { People } from './people.js'
import type { ReadReport, ReadTask } from './reader.js'
import type { RewrapNews, RewrapTask } from './worker.js'

/** `KEYWARD_REWRAP_ROWS=100000` moves as many as the documents speak of. */
const rows = Number(process.env.KEYWARD_REWRAP_ROWS ?? 2000)
const people = Math.max(10, rows / 500)
const kills = 4

describeOnEach('moving rows to another secret', function (database) {
  let made: Migrated
  let filled: FilledRows
  let known: People
  const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]

  before(async function () {
    this.timeout(600_000)
    made = await migrated(database)
    filled = await fillRows(made.dataSource, older, rows)
    known = await addPeople(made.dataSource, older, people)
  })
  after(() => made.close())

  it('says how many stand under the old one, and that it must not be taken away yet', async () => {
    const { of, code } = await doctor([newer, older])
    assert.deepEqual([code, of('keys.missing').status, of('keys.left').status], [0, 'ok', 'warning'])
    assert.ok(Number(/^(\d+) rows stand under a former secret$/.exec(of('keys.left').detail)?.[1]) >= rows)
    const tooEarly = await doctor([newer])
    assert.equal(tooEarly.code, 1)
    assert.deepEqual(
      [tooEarly.of('keys.missing').status, tooEarly.of('keys.canary').status],
      ['fault', 'fault'],
    )
    assert.ok(tooEarly.of('keys.missing').detail.includes(keyIdOf(older)))
    assert.equal((await keywardCommand([newer, older], ['rewrap', '--check'])).code, 1)
  })

  it('is killed again and again and loses nothing, while people sign in and find nothing that cannot be read', async function () {
    this.timeout(1_800_000)
    const reader = await startReader([newer, older], 'at_random')
    let killed = 0
    for (let news = await rewrap(atRandom()); !('done' in news); news = await rewrap(atRandom())) killed++
    reader.send('end')
    const { done, faults } = await reportOf(reader)
    assert.deepEqual(faults.slice(0, 5), [])
    assert.ok(done.rows > 100 && done.signIns > 0 && done.signatures > 0, JSON.stringify(done))
    assert.ok(killed > 0, 'nothing was killed')
    const { output } = await keywardCommand([newer, older], ['rewrap', '--check', '--json'])
    const { left } = JSON.parse(output) as { left: SecretStatus['left'] }
    assert.equal(left.rewrap, 0)

    /** How many rows a process may move before it is killed; in the end it is let be. */
    function atRandom(): number {
      return killed < kills ? 1 + Math.floor((Math.random() * rows) / kills) : Infinity
    }
  })

  it('is over once each key was used, as the command says and doctor', async () => {
    const { faults } = await reportOf(await startReader([newer, older], 'each_key'))
    assert.deepEqual(faults, [])
    const { code, output } = await keywardCommand([newer, older], ['rewrap', '--check'])
    assert.deepEqual([code, output], [0, 'Nothing is left under an older secret: it can be taken away.\n'])
    const { of } = await doctor([newer, older])
    assert.deepEqual([of('keys.left').status, of('keys.idle').status], ['ok', 'warning'])
    assert.equal(of('keys.idle').mend, `take ${keyIdOf(older)} out of secrets`)
  })

  it('leaves everything as it was, once the old secret is gone', async function () {
    this.timeout(1_800_000)
    const { done, faults } = await reportOf(await startReader([newer], 'everything'))
    assert.deepEqual(faults.slice(0, 5), [])
    const each = { keys: people, hosts: people, signatures: people, signIns: people }
    assert.deepEqual(done, { ...each, rows: (rows * 3) / 4, audits: 1 })
    const { of, code, checks } = await doctor([newer])
    assert.equal(code, 0)
    for (const id of ['canary', 'missing', 'idle', 'left']) assert.equal(of(`keys.${id}`).status, 'ok', id)
    assert.deepEqual(
      checks.filter(({ status }) => status === 'fault'),
      [],
    )
  })

  /** What `npx keyward` answers in an app with these secrets. */
  async function keywardCommand(secrets: readonly string[], words: readonly string[]): Promise<Called> {
    const options = `{ secrets: ${JSON.stringify(secrets)}, origins: ['${origin}'] }`
    const { folder, remove } = configuredFolder(made.options, { options })
    try {
      return await called(folder, words)
    } finally {
      remove()
    }
  }

  async function doctor(secrets: readonly string[]) {
    const { code, output } = await keywardCommand(secrets, ['doctor', '--json'])
    const { checks } = JSON.parse(output) as { checks: readonly Diagnosed[] }
    return {
      code,
      checks,
      of(id: string): Diagnosed {
        const found = checks.find((check) => check.id === id)
        assert.ok(found, `doctor says nothing of ${id}: ${output}`)
        return found
      },
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

  async function startReader(secrets: readonly string[], what: ReadTask['what']) {
    const child = forkScript('test/e2e/rewrap/reader.ts')
    const task: ReadTask = { options: made.options, secrets, rows: filled, people: known, what }
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
