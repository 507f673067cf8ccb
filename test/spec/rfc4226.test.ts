import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { canonicalCode, matchingStep } from '../../src/mfa/totp.js'

/** Appendix D: the shared secret, and the code of each counter from 0. */
const secret = Buffer.from('12345678901234567890')
const codes = [
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
  '520489',
]

describe('RFC 4226', () => {
  for (const [counter, code] of codes.entries()) {
    it(`appendix D: counter ${String(counter)} gives ${code}, and no counter beyond its neighbours does`, () => {
      for (let present = 0; present < codes.length + 2; present++) {
        const expected = Math.abs(present - counter) <= 1 ? counter : null
        assert.equal(matchingStep(secret, code, present * 30_000), expected, `at counter ${String(present)}`)
      }
    })
  }

  it('section 5.3: a code is six digits, its leading zeros included', () => {
    assert.equal(matchingStep(secret, '000152', 44 * 30_000), 44)
    assert.equal(canonicalCode('152'), null)
  })
})
