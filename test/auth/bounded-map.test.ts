import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { boundedMap } from '../../src/auth/bounded-map.js'

const roomy = { maxEntries: 1000, maxBytes: 1000, maxAgeMs: 60_000 }

describe('boundedMap', () => {
  it('keeps the newest, at least half as many as it may, never more', () => {
    const map = boundedMap<number>({ ...roomy, maxEntries: 100 })
    for (let i = 0; i < 10_000; i++) {
      map.set(String(i), i, 0)
      assert.equal(map.get(String(i)), i)
    }
    const kept = Array.from({ length: 10_000 }, (_, i) => i).filter((i) => map.get(String(i)) !== undefined)
    assert.ok(kept.length >= 50 && kept.length <= 100, String(kept.length))
    assert.deepEqual(
      kept,
      Array.from({ length: kept.length }, (_, i) => 10_000 - kept.length + i),
    )
  })

  it('counts bytes as well, and takes in nothing that would fill it alone', () => {
    const map = boundedMap<number>({ ...roomy, maxBytes: 100 })
    for (let i = 0; i < 20; i++) map.set(String(i), i, 10)
    const kept = Array.from({ length: 20 }, (_, i) => map.get(String(i))).filter((one) => one !== undefined)
    assert.ok(kept.length >= 5 && kept.length <= 10, String(kept.length))
    map.set('large', 1, 51)
    assert.equal(map.get('large'), undefined)
    assert.equal(map.get('19'), 19)
  })

  it('forgets what is too old, used or not', () => {
    let elapsed = 0
    const map = boundedMap<number>({ ...roomy, maxAgeMs: 20 }, () => elapsed)
    map.set('a', 1, 0)
    for (elapsed of [0, 9]) assert.equal(map.get('a'), 1)
    elapsed = 21
    assert.equal(map.get('a'), undefined)
    map.set('b', 1, 0)
    elapsed = 1000
    assert.equal(map.get('b'), undefined)
  })

  it('forgets all when it is cleared', () => {
    const map = boundedMap<number>({ ...roomy, maxEntries: 4 })
    for (const key of ['a', 'b', 'c']) map.set(key, 1, 0)
    map.clear()
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => map.get(key)),
      [undefined, undefined, undefined],
    )
  })
})
