import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { until } from './until.js'

describe('until', () => {
  it('answers with the first thing seen that is neither false, null nor undefined', async () => {
    const sights = [false, null, undefined, 0, 'late']
    assert.equal(await until('a sight', () => sights.shift()), 0)
    assert.deepEqual(sights, ['late'])
  })

  it('goes on looking until what is seen is what was waited for', async () => {
    let seen = 0
    assert.equal(await until('a third look', async () => ++seen, { holds: (count) => count === 3 }), 3)
  })

  it('fails at ten times the named time, with what was waited for and what was last seen', async () => {
    const waiting = until('a third colour', () => ['red', 'blue'], {
      holds: ({ length }) => length === 3,
      seconds: 0.002,
    })
    await assert.rejects(waiting, {
      name: 'AssertionError',
      message: "a third colour did not come about within 0.02 s; last seen: [ 'red', 'blue' ]",
    })
  })

  it('fails at once when looking does', async () => {
    const broken = new Error('gone')
    await assert.rejects(
      until('anything', () => Promise.reject(broken)),
      broken,
    )
  })
})
