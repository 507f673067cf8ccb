import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { keyIdOf } from '../../src/crypto/derive.js'
import { digester, fingerprint, hmacSha256 } from '../../src/crypto/digest.js'

const [older, newer] = ['an older secret of thirty-two bytes', 'a newer secret of thirty-two bytes!']

describe('digester', () => {
  it('makes 64 hex digits that are neither the text nor its plain hash', () => {
    const { digest, keyId } = digester([older]).digest('a text')
    assert.match(digest, /^[0-9a-f]{64}$/)
    assert.notEqual(digest, createHash('sha256').update('a text').digest('hex'))
    assert.equal(keyId, keyIdOf(older))
  })

  it('makes the same digest for the same text and secret only', () => {
    const { digest } = digester([older])
    assert.deepEqual(digest('a'), digester([older]).digest('a'))
    assert.notEqual(digest('a').digest, digest('b').digest)
    assert.notEqual(digest('a').digest, digester([newer]).digest('a').digest)
  })

  it('makes under the first secret and verifies under all, the first first', () => {
    const rotated = digester([newer, older])
    assert.deepEqual(rotated.digest('a'), digester([newer]).digest('a'))
    assert.deepEqual(rotated.candidates('a'), [digester([newer]).digest('a'), digester([older]).digest('a')])
  })

  it('makes labels that are no digests', () => {
    const { label, digest } = digester([older])
    assert.match(label('a'), /^[0-9a-f]{64}$/)
    assert.notEqual(label('a'), digest('a').digest)
    assert.notEqual(label('a'), label('b'))
  })

  it('labels under the first secret, and knows the labels of all, the first first', () => {
    const rotated = digester([newer, older])
    assert.equal(rotated.label('a'), digester([newer]).label('a'))
    assert.deepEqual(rotated.labels('a'), [digester([newer]).label('a'), digester([older]).label('a')])
  })

  it('a digester cannot be made without a secret', () => {
    assert.throws(() => digester([]), { name: 'TypeError', message: 'at least one secret is needed' })
  })
})

describe('keyIdOf', () => {
  it('tells secrets apart and says nothing about them', () => {
    assert.match(keyIdOf(older), /^[0-9a-f]{8}$/)
    assert.notEqual(keyIdOf(older), keyIdOf(newer))
    assert.notEqual(keyIdOf(older), createHash('sha256').update(older).digest('hex').slice(0, 8))
  })
})

describe('fingerprint', () => {
  it('is the SHA-256 of a text', () => {
    assert.equal(fingerprint('ä'), createHash('sha256').update('ä').digest('hex'))
  })
})

describe('hmacSha256', () => {
  it('is the HMAC that node:crypto makes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.string({ unit: 'binary', maxLength: 200 }),
        (bytes, text) => {
          const key = Buffer.from(bytes)
          assert.equal(hmacSha256(key)(text), createHmac('sha256', key).update(text).digest('hex'))
        },
      ),
    )
  })

  it('gives the vectors of RFC 4231, sections 4.2 and 4.3', () => {
    const first = hmacSha256(Buffer.alloc(20, 0x0b))('Hi There')
    assert.equal(first, 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7')
    const second = hmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?')
    assert.equal(second, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  })
})
