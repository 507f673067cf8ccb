import assert from 'node:assert/strict'
import fc from 'fast-check'
import { before, describe, it } from 'mocha'
import sshpk from 'sshpk'
import { KeywardError } from '../../src/errors.js'
import { fingerprintText, readFingerprint } from '../../src/ssh/fingerprint.js'
import { parsePublicKey } from '../../src/ssh/public-key.js'
import type { PublicKey } from '../../src/ssh/public-key.js'
import { readStrings, writeStrings } from '../../src/ssh/wire.js'
import { askKeygen, keygenMissing, newKeys } from '../support/ssh-keys.js'
import { leaveOut } from '../support/left-out.js'
import { goodKeys, laxer, oddTexts, stricter, unseenTitles } from './key-corpus.js'
import type { Pasted } from './key-corpus.js'

describe('parsePublicKey', () => {
  describe('beside ssh-keygen', function () {
    this.timeout(60_000)
    let good: readonly Pasted[] = []
    let odd: readonly Pasted[] = []
    before(function () {
      const reason = keygenMissing()
      if (reason !== null) return leaveOut(this, 'sshd', reason)
      good = goodKeys()
      odd = oddTexts()
    })

    it('has at least 200 texts to read', () => {
      assert.ok(good.length + odd.length >= 200, String(good.length + odd.length))
      assert.equal(new Set(odd.map(({ title }) => title)).size, odd.length)
    })

    it('takes the keys that it takes, and agrees about size and fingerprint', () => {
      for (const { title, text } of good) assert.deepEqual(seen(parsePublicKey(text)), askKeygen(text), title)
    })

    it('gives each text its verdict', () => {
      assert.deepEqual(
        odd.map(({ title, text }) => [title, verdictOn(text)]),
        odd.map(({ title, verdict }) => [title, verdict]),
      )
    })

    it('differs from it only where it is meant to', () => {
      const compared = odd.filter(({ title }) => !unseenTitles.has(title))
      const differing = compared.filter(
        ({ text }) => (verdictOn(text) === 'taken') !== (askKeygen(text) !== null),
      )
      assert.deepEqual(differing.map(({ title }) => title).sort(), [...stricter, ...laxer].sort())
    })

    it('reads the same key from RFC 4716 and around every oddity that it lets pass', () => {
      const taken = odd.filter(({ verdict }) => verdict === 'taken').map(({ text }) => parsePublicKey(text))
      assert.ok(taken.length > 10)
      for (const key of taken) assert.deepEqual(key, taken[0])
    })

    it('agrees with sshpk about every key that sshpk can read', () => {
      const readable = good.filter(({ text }) => !text.startsWith('sk-'))
      for (const { title, text } of readable) {
        const second = sshpk.parseKey(text, 'ssh').fingerprint('sha256').toString()
        assert.equal(fingerprintText(parsePublicKey(text).fingerprint), second, title)
      }
    })
  })

  it('keeps the type, the size, the wire form and its digest, and no comment', () => {
    const line = newKeys['ssh-ed25519']()
    const key = parsePublicKey(line)
    assert.deepEqual(Object.keys(key).sort(), ['bits', 'blob', 'fingerprint', 'type'])
    assert.equal(`${key.type} ${key.blob} me@laptop`, line)
    assert.match(key.fingerprint, /^[0-9a-f]{64}$/)
  })

  it('says what to do, and repeats nothing of the text', () => {
    const text = 'restrict,environment="A=very-odd-text" ssh-ed25519 AAAA'
    const error = refusalOf(text)
    assert.equal(error?.status, 422)
    assert.equal(error.errors?.[0]?.field, 'publicKey')
    assert.doesNotMatch(JSON.stringify(error.errors), /very-odd-text/)
  })

  it('never crashes, whatever the text', () => {
    const lines = Object.values(newKeys).map((make) => make())
    const broken = fc
      .tuple(fc.constantFrom(...lines), fc.nat(400), fc.nat(3), fc.string({ unit: 'binary', maxLength: 5 }))
      .map(([line, at, cut, more]) => line.slice(0, at) + more + line.slice(at + cut))
    const wire = fc
      .tuple(fc.constantFrom(...Object.keys(newKeys)), fc.uint8Array({ maxLength: 200 }))
      .map(([type, bytes]) => {
        const blob = Buffer.concat([writeStrings([Buffer.from(type)]), bytes])
        return `${type} ${blob.toString('base64')}`
      })
    const anything = fc.oneof(broken, wire, fc.string({ unit: 'binary' }), fc.base64String())
    fc.assert(
      fc.property(anything, (text) => {
        const verdict = verdictOn(text)
        assert.equal(typeof verdict, 'string')
      }),
      { numRuns: 3000 },
    )
  })

  it('takes what it has written', () => {
    for (const make of Object.values(newKeys)) {
      const key = parsePublicKey(make())
      assert.deepEqual(parsePublicKey(`${key.type} ${key.blob}`), key)
    }
  })
})

describe('the wire form', () => {
  it('comes apart as it was put together', () => {
    const strings = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)))
    fc.assert(fc.property(strings, (parts) => assert.deepEqual(readStrings(writeStrings(parts)), parts)))
  })

  it('that is cut or goes on is none', () => {
    const bytes = writeStrings([Buffer.from('one'), Buffer.from('two')])
    for (let end = 1; end < bytes.length; end++) {
      const whole = end === 7
      assert.equal(readStrings(bytes.subarray(0, end)) !== null, whole, String(end))
    }
  })
})

describe('a fingerprint', () => {
  it('is read as it is written, and in no other way', () => {
    const { fingerprint } = parsePublicKey(newKeys['ssh-rsa']())
    const text = fingerprintText(fingerprint)
    assert.match(text, /^SHA256:[A-Za-z0-9+/]{43}$/)
    assert.equal(readFingerprint(text), fingerprint)
    for (const other of [
      text.slice(0, -1),
      `${text}=`,
      text.slice(7),
      `MD5:${text.slice(7)}`,
      `${text}\n`,
      '',
    ]) {
      assert.equal(readFingerprint(other), null)
    }
    assert.equal(readFingerprint(`SHA256:${'A'.repeat(42)}B`), null)
  })
})

function seen({ bits, fingerprint }: PublicKey): object {
  return { bits, fingerprint: fingerprintText(fingerprint) }
}

function verdictOn(text: string): string {
  const error = refusalOf(text)
  return error === null ? 'taken' : (error.errors?.[0]?.code ?? '')
}

/** The refusal of a text; anything else it throws is a crash. */
function refusalOf(text: string): KeywardError | null {
  try {
    parsePublicKey(text)
    return null
  } catch (error) {
    if (error instanceof KeywardError) return error
    throw error
  }
}
