import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import { sealer } from '../../../src/crypto/seal.js'
import { emitter } from '../../../src/events.js'
import { journal } from '../../../src/journal.js'
import type { Outbox } from '../../../src/notice/outbox.js'
import { outbox } from '../../../src/notice/outbox.js'
import type { Store } from '../../../src/store.js'
import { rfc3339 } from '../../../src/time.js'
import { addUser } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { until } from '../../support/until.js'
import type { Beginning, Said } from './teller.js'

const notices = 60

describeOnEach('notices told by two processes', function (database) {
  let opened: Migrated
  let store: Store
  let box: Outbox
  const secret = newConfiguredSecret()

  before(async () => {
    opened = await migrated(database)
    store = typeormStore(opened.dataSource)
    const origins = ['https://app.example.com']
    const options = { now: Date.now, origins, notify: () => assert.fail('the tests only write') }
    const parts = { options, store, journal: journal(store, emitter()) }
    box = outbox({ ...parts, sealer: sealer(localKeyProvider([secret])) })
    // It writes on, but looks for nothing to tell, however long the tests take.
    await box.close()
  })
  after(async () => {
    await store.close()
    await opened.close()
  })

  /** Stores notices of one user; answers their links. */
  async function write(): Promise<readonly string[]> {
    const user = await addUser(store)
    const expiresAt = rfc3339(Date.now() + 24 * 3_600_000)
    const urls = Array.from({ length: notices }, (_, i) => `https://app.example.com/#${user.id}-${String(i)}`)
    for (const url of urls) {
      // Committed without the journal, so that nobody here is told to tell them.
      await store.commit(
        await box.write({ kind: 'invitation.created', user, facts: { url, expiresAt, ip: null } }),
      )
    }
    return urls
  }

  function start(heard: Said[]): ChildProcess {
    const child = forkScript('test/e2e/notices/teller.ts')
    child.on('message', (said: Said) => heard.push(said))
    child.send({ options: opened.options, secret } satisfies Beginning)
    return child
  }

  async function end(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit')
    child.send('end')
    await ended
  }

  const left = (): Promise<number> => store.notices.waiting()

  it('each is told once while both live', async () => {
    const urls = await write()
    const heard: Said[] = []
    const children = [start(heard), start(heard)]
    await until('the last notice', left, { holds: (rows) => rows === 0, seconds: 4 })
    await Promise.all(children.map(end))
    const told = heard.filter(({ told }) => told).map(({ url }) => url)
    assert.deepEqual(told.toSorted(), [...urls].toSorted())
  })

  it('none is lost when one is killed in the midst of telling', async () => {
    const urls = await write()
    const [first, second]: [Said[], Said[]] = [[], []]
    const victim = start(first)
    const survivor = start(second)
    await until('some notices', () => first.filter(({ told }) => told).length >= 5, {
      seconds: 4,
      everyMs: 1,
    })
    const died = once(victim, 'exit')
    victim.kill('SIGKILL')
    await died
    await until('the rest', left, { holds: (rows) => rows <= 4, seconds: 4 })
    survivor.send('later')
    await until('the last notice', left, { holds: (rows) => rows === 0, seconds: 4 })
    await end(survivor)
    const heard = [...first, ...second].filter(({ told }) => told)
    assert.deepEqual([...new Set(heard.map(({ url }) => url))].toSorted(), [...urls].toSorted())
    // What was told twice is what the one that died had in hand, under the same id.
    const twice = heard.filter(({ id }, i) => heard.findIndex((other) => other.id === id) !== i)
    assert.ok(twice.length <= 4)
    assert.equal(new Set(heard.map(({ id }) => id)).size, notices)
  })
})
