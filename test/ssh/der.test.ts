import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import {
  derBits,
  derContent,
  derMagnitude,
  derOid,
  derSequence,
  derTag,
  derValue,
  derValues,
} from '../../src/ssh/der.js'
import { der, integer, octets, oid, sequence } from '../support/der.js'

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex')

describe('derValues', () => {
  it('reads no values from no bytes, and each of several in its turn', () => {
    assert.deepEqual(derValues(Buffer.alloc(0)), [])
    const values = derValues(hex('02 01 05 05 00 04 02 aabb'))
    assert.deepEqual(
      values.map(({ tag, content }) => [tag, content.toString('hex')]),
      [
        [derTag.integer, '05'],
        [derTag.null, ''],
        [derTag.octets, 'aabb'],
      ],
    )
  })

  it('reads a length in one byte up to 127, and in one to three more from there on', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535]) {
      const [value, ...more] = derValues(der(derTag.octets, Buffer.alloc(length, 7)))
      assert.deepEqual([value?.content.length, more], [length, []])
    }
    const three = Buffer.concat([hex('04 83 010000'), Buffer.alloc(65_536)])
    assert.equal(derValue(three).content.length, 65_536)
  })

  it('gives a view of the bytes, so that wiping the whole wipes every value', () => {
    const bytes = octets(hex('0102'))
    const { content } = derValue(bytes)
    bytes.fill(0)
    assert.deepEqual(content, Buffer.alloc(2))
  })

  for (const [what, bytes] of [
    ['a tag without a length', '04'],
    ['a content that is a byte short', '04 03 aabb'],
    ['a length of which a byte is missing', '04 82 01'],
    ['a length of unknown extent, which is BER and not DER', `04 80 ${'aa'.repeat(128)}`],
    ['a length in four bytes', '04 84 00000001 aa'],
    ['a length in 127 bytes', '04 ff 01 aa'],
    ['a second value that is cut short', '05 00 02 02 01'],
  ] as const) {
    it(`throws a RangeError for ${what}`, () => {
      assert.throws(() => derValues(hex(bytes)), RangeError)
    })
  }
})

describe('derValue', () => {
  it('takes exactly one value', () => {
    assert.equal(derValue(hex('02 01 05')).tag, derTag.integer)
    for (const bytes of ['', '05 00 05 00', '02 01 05 00']) {
      assert.throws(() => derValue(hex(bytes)), RangeError, bytes)
    }
  })
})

describe('derSequence and derContent', () => {
  it('read what is inside a value of the right tag', () => {
    const [first, second] = derSequence(derValue(sequence(integer(5n), octets(hex('aa')))))
    assert.deepEqual(derContent(first, derTag.integer), hex('05'))
    assert.deepEqual(derContent(second, derTag.octets), hex('aa'))
  })

  it('throw a RangeError for a value of another tag, and for one that is not there', () => {
    const value = derValue(octets(hex('02 01 05')))
    assert.throws(() => derSequence(value), RangeError)
    assert.throws(() => derContent(value, derTag.integer), RangeError)
    assert.throws(() => derSequence(undefined), RangeError)
    assert.throws(() => derContent(undefined, derTag.octets), RangeError)
  })

  it('tell a tag with one value inside from one with content at once', () => {
    assert.deepEqual([derTag.inside(0), derTag.inside(1), derTag.instead(0)], [0xa0, 0xa1, 0x80])
    const value = derValue(der(derTag.inside(1), integer(1n)))
    assert.throws(() => derContent(value, derTag.instead(1)), RangeError)
  })
})

describe('derOid', () => {
  it('gives an object identifier as hex', () => {
    // 1.3.101.112, Ed25519 (RFC 8410).
    assert.equal(derOid(derValue(oid('2b6570'))), '2b6570')
    assert.throws(() => derOid(derValue(octets(hex('2b6570')))), RangeError)
  })
})

describe('derMagnitude', () => {
  it('gives a number without the zero that keeps it from being negative', () => {
    assert.deepEqual(derMagnitude(derValue(hex('02 02 00 80'))), hex('80'))
    assert.deepEqual(derMagnitude(derValue(hex('02 03 00 00 7f'))), hex('7f'))
    assert.deepEqual(derMagnitude(derValue(hex('02 01 7f'))), hex('7f'))
    assert.deepEqual(derMagnitude(derValue(hex('02 02 01 00'))), hex('0100'))
  })

  it('gives no bytes for zero', () => {
    assert.deepEqual(derMagnitude(derValue(hex('02 01 00'))), Buffer.alloc(0))
  })

  it('throws a RangeError for a negative number, and for one without a byte', () => {
    for (const bytes of ['02 01 80', '02 01 ff', '02 00']) {
      assert.throws(() => derMagnitude(derValue(hex(bytes))), RangeError, bytes)
    }
  })

  it('gives the modulus that Node itself exports', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const [, modulus] = derSequence(derValue(privateKey.export({ type: 'pkcs1', format: 'der' })))
    const { n = '' } = privateKey.export({ format: 'jwk' })
    assert.equal(derMagnitude(modulus).toString('base64url'), n)
  })
})

describe('derBits', () => {
  it('gives whole bytes, without the count of the bits that are left over', () => {
    assert.deepEqual(derBits(derValue(hex('03 03 00 aabb'))), hex('aabb'))
    assert.deepEqual(derBits(derValue(hex('81 02 00 cc')), derTag.instead(1)), hex('cc'))
  })

  it('throws a RangeError where bits are left over, or the count is missing', () => {
    for (const bytes of ['03 02 01 aa', '03 02 07 80', '03 00']) {
      assert.throws(() => derBits(derValue(hex(bytes))), RangeError, bytes)
    }
  })
})
