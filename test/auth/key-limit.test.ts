import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { keyLimit } from '../../src/auth/key-limit.js'
import type { KeyLimit } from '../../src/auth/key-limit.js'
import type { RequestLimitStore } from '../../src/store/attempt.js'

describe('keyLimit', () => {
  const minute = 60_000
  const at = 10 * minute
  const budget = { requests: 2, perSeconds: 60 }
  const limitOver = (requestLimits?: RequestLimitStore) => keyLimit({ store: { requestLimits } } as never)
  const use = async (limit: KeyLimit, now = at, more: object = {}): Promise<string> => {
    const one = { id: 'a', budget, client: {}, ...more }
    return Promise.resolve()
      .then(() => limit(one, now))
      .then(
        () => 'passed',
        (error: { code: string; headers: Record<string, string> }) =>
          `${error.code} ${String(error.headers['Retry-After'])}`,
      )
  }

  it('counts each key for itself, until its window ends', async () => {
    const limit = limitOver()
    assert.deepEqual(
      [await use(limit), await use(limit, at + 1000), await use(limit, at + 59_001)],
      ['passed', 'passed', 'rate_limited 1'],
    )
    assert.equal(await use(limit, at + 59_001, { id: 'b' }), 'passed')
    assert.equal(await use(limit, at + minute), 'passed')
  })

  it('answers at once where each process counts for itself', () => {
    assert.equal(limitOver()({ id: 'a', budget, client: {} }, at), undefined)
  })

  it('goes on counting where the budget changes, and begins anew where its window does', async () => {
    const limit = limitOver()
    for (let i = 0; i < 3; i++) await use(limit)
    assert.equal(await use(limit, at, { budget: { requests: 4, perSeconds: 60 } }), 'passed')
    assert.equal(await use(limit, at, { budget: { requests: 4, perSeconds: 60 } }), 'rate_limited 60')
    assert.equal(await use(limit, at, { budget: { requests: 1, perSeconds: 30 } }), 'passed')
  })

  it('counts one request once, however many guards it passes', async () => {
    const limit = limitOver()
    const [first, second, third] = [{}, {}, {}]
    const uses = []
    for (const request of [first, first, second, first, second, third]) {
      uses.push(await use(limit, at, { client: { request } }))
    }
    assert.deepEqual(uses, ['passed', 'passed', 'passed', 'passed', 'passed', 'rate_limited 60'])
  })

  it('counts over all processes where the store can, by key, length and window', async () => {
    const asked: [string, number][] = []
    const totals = [1, 7, 8]
    const limit = limitOver({
      count(key, keptMs) {
        asked.push([key, keptMs])
        return Promise.resolve(totals.shift() ?? null)
      },
    })
    assert.deepEqual(
      [await use(limit), await use(limit), await use(limit)],
      ['passed', 'rate_limited 60', 'rate_limited 60'],
    )
    // Once the budget is spent the store is asked no more.
    assert.deepEqual(asked, [
      ['key:60:a:10', minute],
      ['key:60:a:10', minute],
    ])
  })

  it('lets the last request of the budget of all processes pass', async () => {
    const totals = [2, 3]
    const limit = limitOver({ count: () => Promise.resolve(totals.shift() ?? null) })
    assert.deepEqual([await use(limit), await use(limit)], ['passed', 'rate_limited 60'])
    assert.equal(await use(limit, at + minute), 'passed')
  })

  it('asks the store no more once it has said that the budget of a window is spent', async () => {
    let asked = 0
    const limit = limitOver({ count: () => Promise.resolve(++asked + 5) })
    const five = { budget: { requests: 5, perSeconds: 60 } }
    assert.deepEqual(
      [await use(limit, at, five), await use(limit, at, five)],
      Array(2).fill('rate_limited 60'),
    )
    assert.equal(asked, 1)
    assert.equal(await use(limit, at + minute, five), 'rate_limited 60')
    assert.equal(asked, 2)
  })

  it('counts on in a window when the store’s answer about the one before comes late', async () => {
    const answers: ((total: number | null) => void)[] = []
    const limit = limitOver({ count: () => new Promise((resolve) => answers.push(resolve)) })
    const late = use(limit)
    const uses = [use(limit, at + minute)]
    await new Promise(setImmediate)
    answers[0]?.(7)
    assert.equal(await late, 'rate_limited 60')
    uses.push(use(limit, at + minute), use(limit, at + minute))
    await new Promise(setImmediate)
    for (const answer of answers) answer(null)
    assert.deepEqual(await Promise.all(uses), ['passed', 'passed', 'rate_limited 60'])
  })

  it('counts for itself while the store cannot tell', async () => {
    const limit = limitOver({ count: () => Promise.resolve(null) })
    assert.deepEqual(
      [await use(limit), await use(limit), await use(limit)],
      ['passed', 'passed', 'rate_limited 60'],
    )
  })

  it('remembers no more than a bounded number of keys', async () => {
    const limit = limitOver()
    for (let i = 0; i < 2; i++) await use(limit)
    for (let n = 0; n < 100_000; n++) void limit({ id: `k${String(n)}`, budget, client: {} }, at)
    assert.equal(await use(limit), 'passed')
    assert.equal(await use(limit, at, { id: 'k99999' }), 'passed')
    assert.equal(await use(limit, at, { id: 'k99999' }), 'rate_limited 60')
  })
})
