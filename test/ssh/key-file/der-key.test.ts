import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import { derSequence, derValue } from '../../../src/ssh/der.js'
import { numbersOfDer } from '../../../src/ssh/key-file/der-key.js'
import { der, integer, octets, oid, sequence } from '../../support/der.js'

const numbers = (count: number, version = 0n): Buffer =>
  sequence(integer(version), ...Array.from({ length: count }, (_, i) => integer(BigInt(i) + 3n)))

describe('the DER of a private key', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const sec1 = privateKey.export({ type: 'sec1', format: 'der' })
  const parts = derSequence(derValue(sec1)).map(({ tag, content }) => der(tag, content))
  const [scalar, curve, point] = [1, 2, 3].map((i) => parts[i] ?? assert.fail()) as [Buffer, Buffer, Buffer]
  const p256 = oid('2a8648ce3d030107')
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })

  it('is read where it is RSA with two primes', () => {
    assert.equal(numbersOfDer(numbers(8))?.kind, 'rsa')
  })

  it('is of a kind that is not kept where it is DSA, RSA with more primes, or described by a curve’s numbers', () => {
    const described = sequence(integer(1n), scalar, der(0xa0, sequence(integer(1n))))
    for (const kind of [
      numbers(5),
      numbers(8, 1n),
      numbers(9, 1n),
      described,
      sequence(integer(0n), sequence(oid('2a0304')), octets()),
      // A curve that is not one of NIST's: secp256k1.
      pkcs8([oid('2a8648ce3d0201'), oid('2b8104000a')], sequence(integer(1n), scalar)),
    ])
      assert.equal(numbersOfDer(kind), null, kind.toString('hex'))
  })

  const refused: Readonly<Record<string, Buffer>> = {
    'one value': sequence(integer(0n)),
    'no value': sequence(),
    'a number too many': numbers(9),
    'a number too few': numbers(7),
    'another version of SEC1': sequence(integer(2n), scalar, curve),
    'SEC1 without a curve': sequence(integer(1n), scalar, point),
    'SEC1 with its last two the other way round': sequence(...[integer(1n), scalar, point, curve]),
    'SEC1 with its curve twice': sequence(...[integer(1n), scalar, curve, curve]),
    'PKCS#8 that names another curve than the key in it': pkcs8(
      [oid('2a8648ce3d0201'), oid('2b81040022')],
      sequence(integer(1n), scalar, der(0xa0, p256)),
    ),
    'PKCS#8 of a later version': pkcs8([oid('2b6570')], octets(Buffer.alloc(32)), 2n),
    'PKCS#8 whose algorithm says more': pkcs8(
      [oid('2b6570'), der(0x05), der(0x05)],
      octets(Buffer.alloc(32)),
    ),
    'PKCS#8 whose RSA says more': pkcs8([oid('2a864886f70d010101'), der(0x05), der(0x05)], numbers(8)),
    'PKCS#8 of ECDSA without a curve': pkcs8([oid('2a8648ce3d0201')], sec1),
    'SEC1 with something after its curve': sequence(integer(1n), scalar, curve, der(0xa2, p256)),
    'Ed25519 with parameters': pkcs8([oid('2b6570'), der(0x05)], octets(Buffer.alloc(32))),
    'RSA with parameters': pkcs8([oid('2a864886f70d010101'), oid('2a0304')], numbers(8)),
  }
  for (const [what, bytes] of Object.entries(refused)) {
    it(`is refused where it has ${what}`, () => {
      assert.throws(() => numbersOfDer(bytes), RangeError)
    })
  }

  it('is read where PKCS#8 names the curve, or the key in it, or both the same', () => {
    const inside = (...more: Buffer[]): Buffer => sequence(integer(1n), scalar, ...more)
    const algorithm = [oid('2a8648ce3d0201'), p256] as const
    for (const bytes of [
      pkcs8(algorithm, inside()),
      pkcs8(algorithm, inside(der(0xa0, p256))),
      inside(der(0xa0, p256)),
    ])
      assert.equal(numbersOfDer(bytes)?.kind, 'ecdsa')
    assert.equal(numbersOfDer(ed25519)?.kind, 'ed25519')
    assert.equal(numbersOfDer(pkcs8([oid('2a864886f70d010101'), der(0x05)], numbers(8)))?.kind, 'rsa')
    assert.equal(numbersOfDer(pkcs8([oid('2a864886f70d010101')], numbers(8)))?.kind, 'rsa')
  })
})

function pkcs8(algorithm: readonly Buffer[], key: Buffer, version = 0n): Buffer {
  return sequence(integer(version), sequence(...algorithm), octets(key))
}
