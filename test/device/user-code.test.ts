import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { newUserCode, userCodeAlphabet } from '../../src/crypto/secret.js'
import { readUserCode, shownUserCode } from '../../src/device/user-code.js'

describe('user codes', () => {
  it('have 8 letters, of which each of 20 is as frequent', () => {
    const counts = new Map([...userCodeAlphabet].map((letter) => [letter, 0]))
    const codes = 5000
    for (let i = 0; i < codes; i++) {
      const code = newUserCode()
      assert.match(code, /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/)
      for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    // 40,000 letters, 2,000 of each on average: with a standard deviation of 44 it is seven from it once in a hundred thousand million runs.
    for (const [letter, count] of counts) assert.ok(Math.abs(count - (codes * 8) / 20) < 310, letter)
  })

  it('are read as they are shown, in any case, with blanks, dashes and what nobody sees wherever they are', () => {
    const blank = fc.constantFrom('', ' ', '-', '–', '\u2212', '\u00a0', '\t', '\u200b', '\u2060', '\ufeff')
    const noise = fc.array(blank, { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(noise, fc.boolean(), (blanks, isLower) => {
        const code = newUserCode()
        assert.equal(readUserCode(shownUserCode(code)), code)
        const typed = blanks.map((text, i) => text + (code[i] ?? '')).join('')
        assert.equal(readUserCode(isLower ? typed.toLowerCase() : typed), code)
      }),
    )
  })

  it('are read as East Asian keyboards type them', () => {
    assert.equal(readUserCode('ＢＣＤＦ－ｇｈｊｋ'), 'BCDFGHJK')
  })

  it('are nothing else', () => {
    for (const text of [
      '',
      'BCDFGHJ',
      'BCDFGHJKL',
      'BCDFGHJA',
      'BCDFGHJ0',
      'BCDF_GHJK',
      'BCDF.GHJK',
      `B${'-'.repeat(60)}CDFGHJK`,
    ]) {
      assert.equal(readUserCode(text), null, text)
    }
    fc.assert(
      fc.property(fc.string(), (text) => readUserCode(text) === null || readUserCode(text)?.length === 8),
    )
  })
})
