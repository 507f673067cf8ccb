import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { matchingStep } from '../../src/mfa/totp.js'

/** Appendix B, SHA-1: the time in seconds, the time step T, the code of eight digits. */
const vectors = [
  [59, 0x1, '94287082'],
  [1_111_111_109, 0x23523ec, '07081804'],
  [1_111_111_111, 0x23523ed, '14050471'],
  [1_234_567_890, 0x273ef07, '89005924'],
  [2_000_000_000, 0x3f940aa, '69279037'],
  [20_000_000_000, 0x27bc86aa, '65353130'],
] as const
const secret = Buffer.from('12345678901234567890')

describe('RFC 6238', () => {
  for (const [seconds, step, eightDigits] of vectors) {
    it(`appendix B: ${String(seconds)} s is time step ${step.toString(16)}, whose code ends in that of six digits`, () => {
      assert.equal(matchingStep(secret, eightDigits.slice(-6), seconds * 1000), step)
    })
  }

  it('section 4.2: steps of 30 s are counted from the Unix epoch', () => {
    const ofStep1 = '287082'
    for (const [seconds, expected] of [
      [0, 1],
      [30, 1],
      [59.999, 1],
      [89.999, 1],
      [90, null],
    ] as const) {
      assert.equal(matchingStep(secret, ofStep1, seconds * 1000), expected, `at ${String(seconds)} s`)
    }
  })

  it('section 5.2: one step of delay or drift is accepted, two are not', () => {
    const [, step, code] = vectors[3]
    const sixDigits = code.slice(-6)
    for (const [apart, expected] of [
      [-2, null],
      [-1, step],
      [0, step],
      [1, step],
      [2, null],
    ] as const) {
      for (const within of [0, 1, 29_999]) {
        const now = (step + apart) * 30_000 + within
        assert.equal(matchingStep(secret, sixDigits, now), expected, `${String(apart)} steps apart`)
      }
    }
  })
})
