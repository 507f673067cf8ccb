import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { problemsOf, requestLimits } from '../../src/auth/request-limit.js'
import type { RequestLimit } from '../../src/auth/request-limit.js'
import type { RequestLimitStore } from '../../src/store/attempt.js'

describe('requestLimits', () => {
  const refusal = { code: 'rate_limited', status: 429 }
  const start = 1_790_000_000_000 - (1_790_000_000_000 % 60_000)
  const perMinute = (requests: number, shared?: RequestLimitStore) =>
    requestLimits({ store: { requestLimits: shared } } as never)({ requests, perSeconds: 60 })
  const use = (limit: RequestLimit, times: number, id = 'a', now = start): void => {
    for (let i = 0; i < times; i++) assert.equal(limit(id, now), undefined)
  }

  it('answers at once where each process counts for itself', () => {
    const limit = perMinute(2)
    use(limit, 2)
    assert.throws(() => limit('a', start), { ...refusal, headers: { 'Retry-After': '60' } })
    assert.throws(() => limit('a', start + 59_500), { ...refusal, headers: { 'Retry-After': '1' } })
    use(limit, 2, 'b', start + 59_500)
    use(limit, 2, 'a', start + 60_000)
  })

  it('begins again when the clock is set back, and never waits longer than a window', () => {
    const limit = perMinute(1)
    use(limit, 1)
    use(limit, 1, 'a', start - 3_600_000)
    assert.throws(() => limit('a', start - 3_600_000), { headers: { 'Retry-After': '60' } })
  })

  it('holds no more than 100,000 credentials, and forgets the oldest', () => {
    const limit = perMinute(1)
    for (let i = 0; i < 100_000; i++) use(limit, 1, `id-${i}`)
    assert.throws(() => limit('id-0', start), refusal)
    use(limit, 1, 'one more')
    use(limit, 1, 'id-0')
    assert.throws(() => limit('id-99999', start), refusal)
  })

  describe('with a store that counts for all processes', () => {
    const asked: string[] = []
    const answering = (answer: () => number | null): RequestLimitStore => ({
      count(key, keptMs) {
        asked.push(`${key} ${keptMs}`)
        return Promise.resolve(answer())
      },
    })

    it('refuses what is too much for all of them together, and then asks no more in that window', async () => {
      asked.length = 0
      let total = 2
      const limit = perMinute(
        3,
        answering(() => ++total),
      )
      await limit('a', start + 10)
      await assert.rejects(async () => limit('a', start + 10), {
        ...refusal,
        headers: { 'Retry-After': '60' },
      })
      assert.throws(() => limit('a', start + 20), refusal)
      const key = `1:3:60:${start / 60_000}:a`
      assert.deepEqual(asked, [`${key} 59990`, `${key} 59990`])
      total = 0
      await limit('a', start + 60_000)
    })

    it('asks no more once the budget is spent, and counts on in a window when the answer about the one before is late', async () => {
      const answers: ((total: number | null) => void)[] = []
      const limit = perMinute(2, { count: () => new Promise((resolve) => answers.push(resolve)) })
      const late = assert.rejects(async () => limit('a', start), refusal)
      const next = limit('a', start + 60_000)
      answers[0]?.(7)
      await late
      const last = limit('a', start + 60_000)
      assert.throws(() => limit('a', start + 60_000), refusal)
      for (const answer of answers) answer(2)
      await Promise.all([next, last])
      const spent = perMinute(
        5,
        answering(() => 6),
      )
      asked.length = 0
      await assert.rejects(async () => spent('a', start), refusal)
      assert.throws(() => spent('a', start), refusal)
      assert.equal(asked.length, 1)
    })

    it('counts for itself when it can’t be told, and never lets more pass than one process may', async () => {
      const limit = perMinute(
        3,
        answering(() => null),
      )
      for (let i = 0; i < 3; i++) await limit('a', start)
      assert.throws(() => limit('a', start), refusal)
    })

    it('counts the requests of two guards apart', async () => {
      asked.length = 0
      const make = requestLimits({ store: { requestLimits: answering(() => 1) } } as never)
      const same = { requests: 5, perSeconds: 1 }
      for (const limit of [make(same), make(same)]) await limit('a', start)
      assert.equal(new Set(asked).size, 2)
    })
  })
})

describe('problemsOf', () => {
  it('finds none in a budget of positive integers, of up to a day', () => {
    for (const perSeconds of [1, 86_400]) assert.deepEqual(problemsOf({ requests: 1, perSeconds }), [])
  })

  it('names what is no number of requests, no length of a window and no option', () => {
    for (const requests of [0, -1, 1.5, '3', undefined, Infinity]) {
      assert.deepEqual(problemsOf({ requests, perSeconds: 60 }), [
        'limit.requests must be a positive integer',
      ])
    }
    for (const perSeconds of [0, -1, 1.5, '60', undefined, 86_401]) {
      assert.deepEqual(problemsOf({ requests: 1, perSeconds }), [
        'limit.perSeconds must be a positive integer up to 86400',
      ])
    }
    assert.deepEqual(problemsOf({ requests: 1, perSeconds: 60, per: 1 }), ['limit.per is not an option'])
  })
})
