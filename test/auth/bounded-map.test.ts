import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { boundedMap } from '../../src/auth/bounded-map.js'

const roomy = { maxEntries: 1000, maxBytes: 1000, maxAgeMs: 60_000 }

describe('boundedMap', () => {
  it('keeps the newest, as many as it may, never more', () => {
    const map = boundedMap<number>({ ...roomy, maxEntries: 100 })
    for (let i = 0; i < 10_000; i++) {
      map.set(String(i), i, 0)
      assert.equal(map.get(String(i)), i)
    }
    const kept = Array.from({ length: 10_000 }, (_, i) => i).filter((i) => map.get(String(i)) !== undefined)
    assert.deepEqual(
      kept,
      Array.from({ length: 100 }, (_, i) => 9900 + i),
    )
  })

  it('holds at each moment all entries, and more than half of the bytes, that it may, and never more than those', () => {
    const [few, light] = [
      boundedMap<number>({ ...roomy, maxEntries: 10 }),
      boundedMap<number>({ ...roomy, maxBytes: 100 }),
    ]
    for (let i = 0; i < 60; i++) {
      few.set(String(i), i, 0)
      light.set(String(i), i, 10)
      const [fewKept, lightKept] = [few, light].map((map) => {
        const kept = Array.from({ length: i + 1 }, (_, at) => map.get(String(at)))
        return kept.filter((one) => one !== undefined).length
      })
      assert.equal(fewKept, Math.min(i + 1, 10))
      assert.ok(
        lightKept !== undefined && lightKept >= Math.min(i + 1, 6) && lightKept <= 10,
        String(lightKept),
      )
    }
  })

  it('holds as many whenever its newer half takes the place of the older', () => {
    let elapsed = 0
    const map = boundedMap<number>({ ...roomy, maxEntries: 10, maxAgeMs: 20 }, () => elapsed)
    const kept = () =>
      Array.from({ length: 20 }, (_, at) => map.get(String(at))).filter((one) => one !== undefined)
    for (let i = 0; i < 7; i++) map.set(String(i), i, 0)
    elapsed = 10
    for (let i = 7; i < 10; i++) map.set(String(i), i, 0)
    assert.deepEqual(kept(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (let i = 10; i < 15; i++) map.set(String(i), i, 0)
    assert.deepEqual(kept(), [5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    elapsed = 20
    assert.deepEqual(kept(), [7, 8, 9, 10, 11, 12, 13, 14])
  })

  it('takes in what fills half of it', () => {
    const map = boundedMap<number>({ ...roomy, maxBytes: 100 })
    map.set('half', 1, 50)
    map.set('other half', 2, 50)
    assert.deepEqual([map.get('half'), map.get('other half')], [1, 2])
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

  it('keeps an entry of its first half until it is as old as it may become, asked for or not', () => {
    for (const [age, found] of [
      ...[0, 9, 10, 19].map((age) => [age, 1] as const),
      ...[20, 21, 29, 30, 31].map((age) => [age, undefined] as const),
    ]) {
      let elapsed = 0
      const map = boundedMap<number>({ ...roomy, maxAgeMs: 20 }, () => elapsed)
      map.set('a', 1, 0)
      elapsed = age
      assert.equal(map.get('a'), found, String(age))
    }
  })

  it('keeps what is set after it was left alone for long as long as all else', () => {
    let elapsed = 0
    const map = boundedMap<number>({ ...roomy, maxAgeMs: 20 }, () => elapsed)
    elapsed = 1000
    map.set('a', 1, 0)
    for (elapsed of [1001, 1009, 1010, 1015]) assert.equal(map.get('a'), 1, String(elapsed))
    elapsed = 1020
    assert.equal(map.get('a'), undefined)
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
