import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { workQueue } from '../../src/credentials/work-queue.js'
import { KeywardError } from '../../src/errors.js'
import { stoppedTime } from '../support/stopped-time.js'

const limits = { running: 2, waiting: 3, waitSeconds: 2 }
const busy = (error: unknown) =>
  error instanceof KeywardError &&
  error.code === 'busy' &&
  error.status === 503 &&
  Number(error.headers['Retry-After']) >= 1

/** Work that ends when it is told to. */
function gated() {
  const started: string[] = []
  const gates = new Map<string, () => void>()
  return {
    started,
    end: (name: string) => gates.get(name)?.(),
    work: (name: string) => () => {
      started.push(name)
      return new Promise<string>((resolve) => gates.set(name, () => resolve(name)))
    },
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('workQueue', () => {
  it('runs a few at a time and the others in order', async () => {
    const { run } = workQueue(limits)
    const { started, end, work } = gated()
    const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => run(work(name))))
    await turn()
    assert.deepEqual(started, ['a', 'b'])
    end('b')
    await turn()
    assert.deepEqual(started, ['a', 'b', 'c'])
    for (const name of ['a', 'c']) end(name)
    await turn()
    end('d')
    assert.deepEqual(await all, ['a', 'b', 'c', 'd'])
  })

  it('refuses as busy what finds the queue full', async () => {
    const { run } = workQueue(limits)
    const { end, work } = gated()
    const taken = ['a', 'b', 'c', 'd', 'e'].map((name) => run(work(name)))
    await turn()
    await assert.rejects(run(work('f')), busy)
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      end(name)
      await turn()
    }
    await Promise.all(taken)
    assert.equal(await run(() => Promise.resolve('later')), 'later')
  })

  it('refuses as busy what waits too long, and gives no place to it', async () => {
    using time = stoppedTime()
    const { run } = workQueue({ running: 1, waiting: 2, waitSeconds: 2 })
    const { started, end, work } = gated()
    const first = run(work('a'))
    const refusals: unknown[] = []
    const second = run(work('b')).catch((error: unknown) => void refusals.push(error))
    time.advance(1999)
    await turn()
    assert.deepEqual(refusals, [])
    time.advance(1)
    await second
    assert.deepEqual(refusals.map(busy), [true])
    end('a')
    await first
    assert.equal(await run(() => Promise.resolve('c')), 'c')
    assert.deepEqual(started, ['a'])
  })

  it('frees the place of work that fails', async () => {
    const { run } = workQueue({ ...limits, running: 1 })
    await assert.rejects(
      run(() => Promise.reject(new Error('it failed'))),
      /it failed/,
    )
    await assert.rejects(
      run(() => {
        throw new Error('at once')
      }),
      /at once/,
    )
    assert.equal(await run(() => Promise.resolve(1)), 1)
  })

  it('tells what runs and what waits', async () => {
    const { run, load } = workQueue(limits)
    const { end, work } = gated()
    assert.deepEqual(load(), { running: 0, waiting: 0 })
    const all = ['a', 'b', 'c'].map((name) => run(work(name)))
    assert.deepEqual(load(), { running: 2, waiting: 1 })
    end('a')
    await turn()
    assert.deepEqual(load(), { running: 2, waiting: 0 })
    for (const name of ['b', 'c']) end(name)
    await Promise.all(all)
    assert.deepEqual(load(), { running: 0, waiting: 0 })
  })

  it('takes only what waited too long out of the queue, and says when to come again', async () => {
    using time = stoppedTime()
    const { run, load } = workQueue({ running: 1, waiting: 2, waitSeconds: 7 })
    const { end, work } = gated()
    const first = run(work('a'))
    const late = run(work('b')).catch((error: unknown) => error)
    time.advance(3000)
    const patient = run(work('c'))
    const full = await run(work('d')).catch((error: unknown) => error)
    time.advance(4000)
    const retryAfter = (error: unknown) => error instanceof KeywardError && error.headers['Retry-After']
    assert.deepEqual([await late, full].map(retryAfter), ['7', '1'])
    assert.deepEqual(load(), { running: 1, waiting: 1 })
    end('a')
    await first
    end('c')
    assert.equal(await patient, 'c')
  })
})
