import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import {
  canonicalCode,
  isStepAhead,
  matchingStep,
  newTotpSecret,
  stepAt,
  totpSetup,
} from '../../src/mfa/totp.js'
import { codeAt } from '../support/totp.js'

const noon = Date.UTC(2026, 0, 15, 12)
const step = noon / 30_000

describe('newTotpSecret', () => {
  it('makes 160 random bits', () => {
    const secrets = Array.from({ length: 100 }, newTotpSecret)
    for (const secret of secrets) assert.equal(secret.length, 20)
    assert.equal(new Set(secrets.map((secret) => secret.toString('hex'))).size, 100)
  })
})

describe('totpSetup', () => {
  const secret = Buffer.from('12345678901234567890')

  it('gives the secret in base32 without padding', () => {
    assert.equal(setup('Example', 'ada').secret, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  })

  it('encodes issuer and account in the URI, so that neither can change the secret', () => {
    const { uri } = setup('Big & Co?', 'ada:admin/x&secret=AAAA#é@example.com')
    const url = new URL(uri)
    assert.equal(url.protocol, 'otpauth:')
    assert.equal(url.host, 'totp')
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      issuer: 'Big & Co?',
    })
    const [issuer, account, ...more] = url.pathname.slice(1).split(':').map(decodeURIComponent)
    assert.equal(issuer, 'Big & Co?')
    assert.equal(account, 'ada:admin/x&secret=AAAA#é@example.com')
    assert.deepEqual(more, [])
  })

  it('leaves algorithm, digits and period to their defaults, which are ours', () => {
    assert.equal(
      setup('Example', 'ada').uri,
      'otpauth://totp/Example:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example',
    )
  })

  function setup(issuer: string, account: string) {
    return totpSetup({ issuer, account, secret })
  }
})

describe('canonicalCode', () => {
  it('removes spaces and dashes', () => {
    for (const text of [
      '123456',
      '123 456',
      '123-456',
      ' 12 34 56 ',
      '123\u00a0456',
      '- 1 2 3 - 4 5 6 -',
      '123\u20134\u221256',
    ]) {
      assert.equal(canonicalCode(text), '123456', text)
    }
  })

  it('takes the digits of any script, and does not look at what nobody sees', () => {
    const typed = [
      '１２３４５６',
      '１２３－４５６',
      '١٢٣٤٥٦',
      '۱۲۳۴۵۶',
      '१२३४५६',
      '𝟏𝟐𝟑𝟒𝟓𝟔',
      '𝟣𝟤𝟥𝟺𝟻𝟼',
      '1२３٤5۶',
    ]
    const unseen = ['\u200b', '\u00ad', '\ufeff', '\u200e', '\u2060', '\ufe0f', '\u202f', '\u3000']
    for (const text of [...typed, ...unseen.flatMap((one) => [`123${one}456`, `${one}123456${one}`])]) {
      assert.equal(canonicalCode(text), '123456', text)
    }
  })

  it('refuses all that is not six digits then', () => {
    const refused = ['', '12345', '1234567', '12345a', '12.3456', '+12345', '1e5', '0x1234', '123456\0']
    for (const text of [
      ...refused,
      '①②③④⑤⑥',
      '¹²³⁴⁵⁶',
      '一二三四五六',
      `123456${' '.repeat(60)}`,
      '1'.repeat(1e6),
    ]) {
      assert.equal(canonicalCode(text), null, text.slice(0, 20))
    }
  })

  it('answers six digits or null to any text, and itself to what it answered', () => {
    const near = fc.stringMatching(/^[0-9 -]{0,12}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        const code = canonicalCode(text)
        if (code === null) return
        assert.match(code, /^[0-9]{6}$/)
        assert.equal(canonicalCode(code), code)
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('isStepAhead', () => {
  it('is true of a step that is later than any whose code is accepted', () => {
    const secret = Buffer.from('12345678901234567890')
    const at = 20_000_000_000_000
    for (let step = stepAt(at) - 3; step <= stepAt(at) + 3; step++) {
      const code = codeAt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', step * 30_000)
      const isAccepted = matchingStep(secret, code, at) === step
      assert.equal(isStepAhead(step, at), step > stepAt(at) && !isAccepted)
    }
  })
})

describe('matchingStep', () => {
  const known = Buffer.from('12345678901234567890')

  it('knows the codes of RFC 4226, appendix D', () => {
    const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871']
    for (const [counter, code] of [...codes, '520489'].entries()) {
      assert.equal(matchingStep(known, code, counter * 30_000), counter)
    }
  })

  it('knows the codes of RFC 6238, appendix B, by their last six digits', () => {
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ] as const) {
      assert.equal(matchingStep(known, code, seconds * 1000), Math.floor(seconds / 30))
    }
  })

  it('knows the code of the present step and of one to either side, as computed by other means', () => {
    for (let i = 0; i < 50; i++) {
      const secret = newTotpSecret()
      for (const apart of [-1, 0, 1]) {
        const code = codeOf(secret, step + apart)
        const found = matchingStep(secret, code, noon)
        // Once in a million two of the three steps share a code: then the earlier one is found.
        assert.ok(found !== null && codeOf(secret, found) === code && Math.abs(found - step) <= 1)
      }
    }
  })

  it('refuses the codes of all other steps near by', () => {
    const secret = Buffer.from('12345678901234567890')
    for (let apart = -50; apart <= 50; apart++) {
      const expected = Math.abs(apart) <= 1 ? step + apart : null
      assert.equal(matchingStep(secret, codeOf(secret, step + apart), noon), expected)
    }
  })

  it('refuses a code of another secret', () => {
    const [one, other] = [Buffer.alloc(20, 1), Buffer.alloc(20, 2)]
    assert.equal(matchingStep(one, codeOf(other, step), noon), null)
  })

  it('accepts none of two thousand guesses but the three codes there are', () => {
    const secret = Buffer.from('12345678901234567890')
    const right = [-1, 0, 1].map((apart) => codeOf(secret, step + apart))
    const guesses = Array.from({ length: 2000 }, (_, i) => String(i * 500).padStart(6, '0'))
    const found = [...guesses, ...right].filter((code) => matchingStep(secret, code, noon) !== null)
    assert.deepEqual(new Set(found), new Set(right))
  })

  it('does not mind a clock at the epoch, at its first step, or far ahead', () => {
    const secret = newTotpSecret()
    for (const now of [0, 1, 29_999, 30_000, Date.UTC(9999, 0)]) {
      const present = Math.floor(now / 30_000)
      const code = codeOf(secret, present)
      const found = matchingStep(secret, code, now)
      assert.ok(found !== null && codeOf(secret, found) === code)
    }
  })

  it('answers the same step when the clock was set back meanwhile', () => {
    const secret = Buffer.from('12345678901234567890')
    const code = codeOf(secret, step)
    assert.equal(matchingStep(secret, code, noon + 29_000), step)
    assert.equal(matchingStep(secret, code, noon - 29_000), step)
  })

  it('leaves the secret as it was', () => {
    const secret = newTotpSecret()
    const before = Buffer.from(secret)
    matchingStep(secret, '123456', noon)
    assert.deepEqual(secret, before)
  })
})

/** RFC 4226, section 5.3, by node:crypto. */
function codeOf(secret: Buffer, counter: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', secret).update(message).digest()
  const truncated = mac.readUInt32BE(mac.readUInt8(19) & 0x0f) & 0x7fffffff
  return String(truncated % 1_000_000).padStart(6, '0')
}
