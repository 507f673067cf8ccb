import assert from 'node:assert/strict'
import { format, inspect } from 'node:util'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { canonicalRecoveryCode, newRecoveryCodes } from '../../src/mfa/recovery-code.js'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('newRecoveryCodes', () => {
  it('makes ten codes of 80 bits, in groups of four', () => {
    const codes = newRecoveryCodes().map((code) => code.reveal())
    assert.equal(codes.length, 10)
    for (const code of codes) assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  })

  it('never makes the same twice, and uses the whole alphabet evenly', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCodes)
      .flat()
      .map((code) => code.reveal())
    assert.equal(new Set(codes).size, codes.length)
    const counts = new Map<string, number>()
    for (const c of codes.join('').replaceAll('-', '')) counts.set(c, (counts.get(c) ?? 0) + 1)
    assert.deepEqual([...counts.keys()].sort().join(''), crockford)
    const expected = (codes.length * 16) / 32
    for (const [c, count] of counts) assert.ok(Math.abs(count - expected) < expected * 0.25, c)
  })

  it('keeps the codes out of what is printed', () => {
    const codes = newRecoveryCodes()
    const shown = inspect(codes, { showHidden: true }) + format('%s %j %o', codes[0], codes, codes)
    for (const code of codes) assert.ok(!shown.includes(code.reveal()))
  })
})

describe('canonicalRecoveryCode', () => {
  it('knows every new code, whatever its case, spaces and dashes', () => {
    for (const code of newRecoveryCodes()) {
      const text = code.reveal()
      const canonical = text.replaceAll('-', '')
      const typed = [text, text.toLowerCase(), canonical, text.replaceAll('-', ' '), ` ${text} `]
      for (const way of [...typed, [...text].join(' ')]) {
        assert.equal(canonicalRecoveryCode(way) === canonical, true)
      }
    }
  })

  it('takes O for 0, I and L for 1', () => {
    assert.equal(canonicalRecoveryCode('oOiI-lL00-1111-ABCD'), '001111001111ABCD')
  })

  it('takes full-width symbols, every kind of dash, and does not look at what nobody sees', () => {
    for (const text of [
      'ＡＢＣＤ－ｅｆｇｈ－ＪＫＭＮ－２３４５',
      'ABCD\u2013EFGH\u2014JKMN\u22122345',
      '\u200bABCD-EFGH\u00ad-JKMN-\u20602345\ufeff',
      'ABCD\u00a0EFGH\u3000JKMN\u20092345',
    ]) {
      assert.equal(canonicalRecoveryCode(text), 'ABCDEFGHJKMN2345', text)
    }
  })

  it('refuses whatever cannot be a recovery code', () => {
    for (const text of [
      '',
      'ABCD-EFGH-JKMN',
      'ABCD-EFGH-JKMN-PQR',
      'ABCD-EFGH-JKMN-PQRST',
      'UBCD-EFGH-JKMN-PQRS',
      'uBCD-EFGH-JKMN-PQRS',
      'ABCD_EFGH_JKMN_PQRS',
      'ABCD-EFGH-JKMN-PQR*',
      'ABCD-EFGH-JKMN-PQR\0',
      // Their capitals are I and S.
      'ABCD-EFGH-JKMN-PQRı',
      'ABCD-EFGH-JKMN-PQRſ',
      `${'-'.repeat(64)}ABCDEFGHJKMNPQRS`,
      'A'.repeat(1e6),
    ]) {
      assert.equal(canonicalRecoveryCode(text), null, text.slice(0, 30))
    }
  })

  it('answers 16 symbols or null to any text, and itself to what it answered', () => {
    const near = fc.stringMatching(/^[0-9A-Za-z -]{14,24}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        const code = canonicalRecoveryCode(text)
        if (code === null) return
        assert.match(code, /^[0-9A-HJKMNP-TV-Z]{16}$/)
        assert.equal(canonicalRecoveryCode(code), code)
      }),
      { numRuns: 10_000 },
    )
  })

  it('keeps two codes apart that differ in one symbol', () => {
    const text = newRecoveryCodes()[0]?.reveal().replaceAll('-', '') ?? ''
    for (let i = 0; i < text.length; i++) {
      const others = [...crockford].filter((c) => c !== text[i])
      for (const c of others) {
        const other = canonicalRecoveryCode(text.slice(0, i) + c + text.slice(i + 1))
        assert.ok(other !== null && other !== text)
      }
    }
  })
})
