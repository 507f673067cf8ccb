import assert from 'node:assert/strict'
import { format, inspect } from 'node:util'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import {
  claimedKind,
  hintOf,
  isWellFormed,
  kindOf,
  mint,
  newUserCode,
  secret,
  secretBytes,
  temporaryPassword,
} from '../../src/crypto/secret.js'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

describe('mint', () => {
  it('makes prefix, letter of the kind, 30 random and 6 checksum characters', () => {
    assert.match(mint('kw', 'api_key').reveal(), /^kwk_[0-9A-Za-z]{36}$/)
    assert.match(mint('kw', 'token').reveal(), /^kwt_[0-9A-Za-z]{36}$/)
    assert.match(mint('acme', 'session').reveal(), /^acmes_[0-9A-Za-z]{36}$/)
  })

  it('ends with the CRC-32 of all before, in base 62', () => {
    for (let i = 0; i < 100; i++) {
      const text = mint('kw', 'api_key').reveal()
      const value = [...text.slice(-6)].reduce((sum, c) => sum * 62 + alphabet.indexOf(c), 0)
      assert.equal(value, crc32(text.slice(0, -6)))
    }
  })

  it('never makes the same twice, and uses the whole alphabet evenly', () => {
    const texts = Array.from({ length: 2000 }, () => mint('kw', 'token').reveal().slice(4, 34))
    assert.equal(new Set(texts).size, texts.length)
    const counts = new Map<string, number>()
    for (const c of texts.join('')) counts.set(c, (counts.get(c) ?? 0) + 1)
    const expected = (2000 * 30) / 62
    for (const c of alphabet) assert.ok(Math.abs((counts.get(c) ?? 0) - expected) < expected * 0.25, c)
  })
})

describe('secret', () => {
  it('shows itself to nothing but reveal()', () => {
    const hidden = secret('open sesame')
    assert.equal(hidden.reveal(), 'open sesame')
    const shown = [format('%s %j %o', hidden, hidden, hidden), JSON.stringify({ hidden }), inspect(hidden)]
    shown.push(inspect({ deep: [hidden] }, { depth: 9, showHidden: true }))
    for (const text of shown) assert.ok(!text.includes('sesame'))
    assert.deepEqual(
      [format('%s', hidden), JSON.stringify(hidden), inspect(hidden)],
      ['[secret]', '"[secret]"', '[secret]'],
    )
    assert.ok(Object.isFrozen(hidden))
  })
})

describe('isWellFormed and kindOf', () => {
  it('know what was minted', () => {
    for (const [prefix, kind] of [
      ['kw', 'api_key'],
      ['acmecorp', 'token'],
      ['ab', 'session'],
      ['kw', 'device'],
      ['kw', 'one_time_link'],
      ['kw', 'host'],
      ['kw', 'pending_sign_in'],
    ] as const) {
      const text = mint(prefix, kind).reveal()
      assert.ok(isWellFormed(text))
      assert.equal(kindOf(prefix, text), kind)
      assert.equal(kindOf('zz', text), null)
    }
  })

  it('refuse every text that differs in one character', () => {
    const text = mint('kw', 'api_key').reveal()
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === 'x' ? 'y' : 'x'
      assert.equal(kindOf('kw', text.slice(0, i) + other + text.slice(i + 1)), null)
      assert.equal(kindOf('kw', text.slice(0, i) + text.slice(i + 1)), null)
      assert.equal(kindOf('kw', text.slice(0, i) + '0' + text.slice(i)), null)
    }
  })

  it('do not confuse one kind with another, whose checksum differs', () => {
    const text = mint('kw', 'api_key').reveal()
    assert.equal(kindOf('kw', `kwt${text.slice(3)}`), null)
    assert.equal(kindOf('kw', `kwh${text.slice(3)}`), null)
  })

  it('refuse other characters and beginnings, whatever the checksum says', () => {
    const body = '0'.repeat(30)
    assert.ok(isWellFormed(checksummed(`kwk_${body}`)))
    // Each stands next to a digit or a letter in ASCII.
    for (const other of '/:@[`{') {
      for (const at of [4, 33]) {
        const text = checksummed(`kwk_${body}`.slice(0, at) + other + `kwk_${body}`.slice(at + 1))
        assert.equal(isWellFormed(text), false, text)
        assert.equal(kindOf('kw', text), null)
      }
    }
    for (const digit of '09AZaz') assert.ok(isWellFormed(checksummed(`kwk_${digit.repeat(30)}`)))
    // From a letter for the kind behind one of the prefix, to eight of the prefix.
    for (const start of ['ak_', 'abcdefghk_']) assert.ok(isWellFormed(checksummed(start + body)), start)
    for (const start of ['', '_', 'k_', 'abcdefghik_', 'kwk-', 'kwk']) {
      assert.equal(isWellFormed(checksummed(start + body)), false, start)
    }
  })

  it('know no kind by another letter, nor behind another prefix', () => {
    const text = checksummed(`kwx_${'0'.repeat(30)}`)
    assert.ok(isWellFormed(text))
    assert.equal(kindOf('kw', text), null)
    assert.equal(kindOf('kw', checksummed(`kxk_${'0'.repeat(30)}`)), null)
    assert.equal(kindOf('k', checksummed(`kkk_${'0'.repeat(30)}`)), null)
    assert.equal(claimedKind('kw', 'kwk_'), 'api_key')
    for (const other of ['kwk', 'kwk-', 'kwkk_', 'xkwk_', 'kw_']) assert.equal(claimedKind('kw', other), null)
  })

  it('refuse random text, without a crash', () => {
    const near = fc.stringMatching(/^kw[kts]_[0-9A-Za-z]{30,40}$/)
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 60 }), near)
    fc.assert(
      fc.property(any, (text) => kindOf('kw', text) === null && !isWellFormed(text)),
      { numRuns: 10_000 },
    )
  })
})

describe('hintOf', () => {
  it('shows four characters after the prefix and the last four', () => {
    const key = mint('kw', 'api_key')
    assert.equal(hintOf(key), `${key.reveal().slice(0, 8)}…${key.reveal().slice(-4)}`)
  })
})

describe('temporaryPassword', () => {
  it('is 20 random characters', () => {
    const passwords = Array.from({ length: 100 }, () => temporaryPassword().reveal())
    for (const password of passwords) assert.match(password, /^[0-9A-Za-z]{20}$/)
    assert.equal(new Set(passwords).size, 100)
  })
})

describe('secretBytes', () => {
  it('makes as many random bytes as asked', () => {
    const all = Array.from({ length: 100 }, () => secretBytes(20))
    for (const bytes of all) assert.equal(bytes.length, 20)
    assert.equal(new Set(all.map((bytes) => bytes.toString('hex'))).size, 100)
  })
})

describe('newUserCode', () => {
  it('is 8 of the 20 consonants without Y, each as likely (RFC 8628, section 6.1)', () => {
    const codes = Array.from({ length: 1000 }, newUserCode)
    for (const code of codes) assert.match(code, /^[B-DF-HJ-NP-TV-XZ]{8}$/)
    const seen = [...codes.join('')]
    for (const letter of new Set(seen)) {
      const share = seen.filter((one) => one === letter).length / seen.length
      assert.ok(Math.abs(share - 1 / 20) < 0.02, letter)
    }
    assert.equal(new Set(seen).size, 20)
  })
})

/** A text with its right checksum behind it: CRC-32 in base 62. */
function checksummed(body: string): string {
  const digits = Array.from({ length: 6 }, (_, i) => alphabet[Math.floor(crc32(body) / 62 ** i) % 62] ?? '')
  return body + digits.reverse().join('')
}
