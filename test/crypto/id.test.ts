import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { newId } from '../../src/crypto/id.js'

describe('newId', () => {
  it('is a UUID of version 7 (RFC 9562, section 5.7)', () => {
    for (let i = 0; i < 200; i++) {
      assert.match(newId(Date.now()), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  it('has chance in every bit that is neither time, version nor variant', () => {
    const bits = Array.from({ length: 200 }, () => BigInt(`0x${newId(0).replaceAll('-', '')}`))
    const fixed = (7n << 76n) | (2n << 62n)
    const chance = (1n << 80n) - 1n - (15n << 76n) - (3n << 62n)
    assert.equal(
      bits.reduce((all, one) => all | one),
      fixed | chance,
    )
    assert.equal(
      bits.reduce((all, one) => all & one),
      fixed,
    )
  })

  it('sorts by the time it was made, and says it', () => {
    const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2 ** 47]
    const ids = times.map((time) => newId(time))
    assert.deepEqual([...ids].sort(), ids)
    assert.deepEqual(
      ids.map((id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16)),
      times,
    )
  })

  it('a new id differs from every one before', () => {
    assert.equal(new Set(Array.from({ length: 1000 }, () => newId(1))).size, 1000)
  })
})
