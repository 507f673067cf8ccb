import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Keyward } from '../../../src/index.js'
import { after, before, it } from 'mocha'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { until } from '../../support/until.js'
import type { Done, WorkerTask } from './worker.js'

/** How many changes are acknowledged: `KEYWARD_AUDIT_CHANGES=100000` for all that were promised. */
const changes = Number(process.env.KEYWARD_AUDIT_CHANGES ?? 2000)
const rounds = Math.max(4, Math.round(changes / 5000))
/** Some hundred are acknowledged a second, where nothing else is done. */
const seconds = 10 + changes / 100

describeOnEach('the audit of processes that are killed', function (database) {
  const secret = newConfiguredSecret()
  const acknowledged: Done[] = []
  let made: Migrated
  let keyward: Keyward

  before(async () => {
    made = await migrated(database)
    keyward = createKeyward({ store: typeormStore(made.dataSource), secrets: [secret], origins: [origin] })
  })
  after(async () => {
    await keyward.close()
    await made.close()
  })

  async function started(): Promise<ChildProcess> {
    const child = forkScript('test/e2e/audit/worker.ts')
    const ready = new Promise<void>((resolve) => {
      child.on('message', (done: Done) => {
        if (done.type === 'ready') resolve()
        else acknowledged.push(done)
      })
    })
    child.send({ options: made.options, secret } satisfies WorkerTask)
    await ready
    return child
  }

  /** As a power cut would; what it had told before still arrives. */
  async function kill(child: ChildProcess): Promise<void> {
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    await gone
  }

  it(`has a row for each of ${String(changes)} changes that were acknowledged, and is whole`, async function () {
    this.timeout(seconds * 10_000 + 120_000)
    for (let round = 1; round <= rounds; round++) {
      const children = await Promise.all([started(), started()])
      await until('the changes', () => acknowledged.length, {
        holds: (count) => count >= (changes * round) / rounds,
        seconds,
      })
      await sleep(Math.random() * 200)
      for (const child of children) await kill(child)
    }
    await keyward.audit.seal()
    const { fault, rows, unsealed } = await keyward.audit.verify()
    assert.deepEqual([fault, unsealed], [null, 0])
    assert.ok(acknowledged.length >= changes && rows >= acknowledged.length)
    const kept = new Set<string>()
    await keyward.audit.export({ format: 'ndjson' }, (text) => {
      for (const line of text.trimEnd().split('\n')) {
        const { type, subject } = JSON.parse(line) as { type: string; subject: { id: string } | null }
        kept.add(`${type} ${subject?.id ?? ''}`)
      }
    })
    const lost = acknowledged.filter(({ type, id }) => !kept.has(`${type} ${id}`))
    assert.deepEqual(lost, [])
  })
})
