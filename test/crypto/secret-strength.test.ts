import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'mocha'
import { weaknessOf } from '../../src/crypto/secret-strength.js'

/** No two of them follow each other in the alphabet. */
const eight = 'acegikmo'
/** The eight as often as each other, in an order that says nothing twice: 3 bits a character. */
const fiveOfEach = 'acegikmo' + 'ecagmiok' + 'oimkgcea' + 'kogamcie' + 'mgieakco'

describe('weaknessOf', () => {
  it('finds nothing in what chance makes', () => {
    for (let i = 0; i < 200; i++) {
      const bytes = randomBytes(32)
      for (const encoding of ['base64', 'base64url', 'hex'] as const)
        assert.equal(weaknessOf(bytes.toString(encoding)), null, bytes.toString(encoding))
    }
  })

  it('finds a text that says the same again, whatever it says and wherever it breaks lines', () => {
    const part = fiveOfEach.slice(0, 32)
    for (const text of [
      'x'.repeat(64),
      'changeme'.repeat(5),
      'two\nlines'.repeat(4),
      part + part,
      '😀'.repeat(32),
    ])
      assert.equal(weaknessOf(text), 'repeats', text)
  })

  it('finds what repeats itself for 256 characters, however it goes on', () => {
    assert.equal(weaknessOf('12345678'.repeat(32) + fiveOfEach), 'repeats')
    assert.equal(weaknessOf(`${'acegikmo'.repeat(31)}acegikm`), null)
  })

  it('leaves alone a text that only begins, ends or is made with something twice', () => {
    for (const text of [`${eight}${fiveOfEach}`, `${fiveOfEach}${fiveOfEach.slice(-8)}`]) {
      assert.equal(weaknessOf(text), null, text)
    }
    // A part of 33 characters is a text of its own.
    const part = `${fiveOfEach.slice(0, 32)}z`
    assert.equal(weaknessOf(part + part), null)
  })

  it('finds a text that goes on as the alphabet does, up or down, for more than a third of its length', () => {
    for (const text of ['0123456789abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba9876543210'])
      assert.equal(weaknessOf(text), 'sequence', text)
    const [third, more] = [`${fiveOfEach}ybcdefghijklmnopqrstuvw`, `${fiveOfEach}ybcdefghijklmnopqrstuvwx`]
    // 21 of 63, and 22 of 64.
    assert.equal(weaknessOf(third), null)
    assert.equal(weaknessOf(more), 'sequence')
  })

  it('finds a text of too few different characters for its length: 120 bits are enough', () => {
    assert.equal(weaknessOf(fiveOfEach), null)
    assert.equal(weaknessOf(fiveOfEach.slice(1)), 'little_chance')
    assert.equal(weaknessOf('a secret'), 'little_chance')
    assert.equal(weaknessOf(''), 'little_chance')
    // One character more of a kind that is there says less than one of a new kind.
    assert.equal(weaknessOf(`${fiveOfEach.slice(1)}c`), 'little_chance')
    assert.equal(weaknessOf(`${fiveOfEach.slice(1)}z`), null)
  })
})
