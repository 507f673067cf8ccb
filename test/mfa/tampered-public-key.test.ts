import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import { softwareAuthenticator } from '../support/authenticator.js'
import { coseOf, newKeys } from '../support/authenticator-data.js'
import type { Cbor } from '../support/cbor.js'
import { register } from '../support/security-keys.js'

type Cose = Map<number, Cbor>

const [ed25519, es256, rs256] = [newKeys(-8), newKeys(-7), newKeys(-257)]
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const exponent3 = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })

/** Attested by nobody, so that nothing but our own look at the key can refuse it. */
const cases: readonly (readonly [name: string, publicKey: Cose])[] = [
  ['an algorithm we do not ask for: ES384', ec(p384, -35, { crv: 2 })],
  ['an algorithm we do not ask for: ES512', ec(es256, -36)],
  ['an algorithm we do not ask for: ES256K', ec(k1, -47, { crv: 8 })],
  ['an algorithm we do not ask for: PS256', coseOf(-37, rs256.publicKey)],
  ['an algorithm we do not ask for: RSA with SHA-1', coseOf(-65535, rs256.publicKey)],
  [
    'an algorithm we do not ask for: ML-DSA',
    new Map<number, Cbor>([
      [1, 7],
      [3, -48],
      [-1, Buffer.alloc(1312, 1)],
    ]),
  ],
  ['an RSA key as ES256', coseOf(-7, rs256.publicKey)],
  ['an RSA key as EdDSA', coseOf(-8, rs256.publicKey)],
  ['an Ed25519 key as ES256', coseOf(-7, ed25519.publicKey)],
  ['an Ed25519 key as RS256', coseOf(-257, ed25519.publicKey)],
  ['an EC key as EdDSA', coseOf(-8, es256.publicKey)],
  ['an EC key as RS256', coseOf(-257, es256.publicKey)],
  ['an EC key of the type of an RSA key', ec(es256, -7, { kty: 3 })],
  ['an EC key of the type of an octet key pair', ec(es256, -7, { kty: 1 })],
  ['a key on P-384 as ES256', ec(p384, -7, { crv: 2 })],
  ['a key on P-384 that says P-256', ec(p384, -7)],
  ['a key on secp256k1 as ES256', ec(k1, -7, { crv: 8 })],
  ['a key on secp256k1 that says P-256', ec(k1, -7)],
  ['an X25519 key as EdDSA', okp(4, Buffer.alloc(32, 9))],
  ['an Ed448 key as EdDSA', okp(7, Buffer.alloc(57, 9))],
  ['a point off the curve', point(Buffer.alloc(32, 1), Buffer.alloc(32, 1))],
  ['the point 0, 0', point(Buffer.alloc(32), Buffer.alloc(32))],
  ['a coordinate beyond the field', point(Buffer.alloc(32, 0xff), Buffer.alloc(32, 0xff))],
  ['a truncated x', cut(coseOf(-7, es256.publicKey), -2)],
  ['a truncated y', cut(coseOf(-7, es256.publicKey), -3)],
  ['a padded x', padded(coseOf(-7, es256.publicKey), -2)],
  ['a compressed point', coseOf(-7, es256.publicKey).set(-3, true)],
  ['no y', without(coseOf(-7, es256.publicKey), -3)],
  ['no x', without(coseOf(-7, es256.publicKey), -2)],
  ['no curve', without(coseOf(-7, es256.publicKey), -1)],
  ['no algorithm', without(coseOf(-7, es256.publicKey), 3)],
  ['no type', without(coseOf(-7, es256.publicKey), 1)],
  ['an algorithm by name', coseOf(-7, es256.publicKey).set(3, 'ES256')],
  ['a type by name', coseOf(-8, ed25519.publicKey).set(1, 'OKP')],
  ['a further parameter', coseOf(-7, es256.publicKey).set(2, Buffer.from('kid'))],
  ['a private part', coseOf(-7, es256.publicKey).set(-4, Buffer.alloc(32, 1))],
  ['x as a text', coseOf(-7, es256.publicKey).set(-2, 'x'.repeat(32))],
  ['a truncated Ed25519 key', cut(coseOf(-8, ed25519.publicKey), -2)],
  ['an Ed25519 key with a y', coseOf(-8, ed25519.publicKey).set(-3, Buffer.alloc(32))],
  ['an RSA key of 1024 bits', coseOf(-257, smallRsa.publicKey)],
  ['an RSA key of 1024 bits, padded with zeros', padded(coseOf(-257, smallRsa.publicKey), -1, 128)],
  ['an RSA key of 8192 bits', coseOf(-257, rs256.publicKey).set(-1, Buffer.alloc(1024, 0xfd))],
  ['an RSA exponent of 1', coseOf(-257, rs256.publicKey).set(-2, Buffer.from([1]))],
  ['an RSA exponent of 1, padded', coseOf(-257, rs256.publicKey).set(-2, Buffer.from([0, 0, 1]))],
  ['an RSA exponent of 3', coseOf(-257, exponent3.publicKey)],
  ['an RSA key without modulus', without(coseOf(-257, rs256.publicKey), -1)],
]

describe('verifyRegistration', () => {
  for (const [name, publicKey] of [
    ['an Ed25519 key', coseOf(-8, ed25519.publicKey)],
    ['a key on P-256', coseOf(-7, es256.publicKey)],
    ['an RSA key', coseOf(-257, rs256.publicKey)],
  ] as const) {
    it(`accepts ${name} in place of another`, async () => assert.ok(await registerWith(publicKey)))
  }

  for (const [name, publicKey] of cases) {
    it(`refuses ${name}`, async () => assert.equal(await registerWith(publicKey), null))
  }
})

function registerWith(publicKey: Cose) {
  return register(softwareAuthenticator(), { tamper: { parts: () => ({ publicKey }) } })
}

function ec(
  keys: { publicKey: KeyObject },
  algorithm: number,
  change: { kty?: number; crv?: number } = {},
): Cose {
  const { kty = 2, crv = 1 } = change
  return coseOf(algorithm, keys.publicKey).set(1, kty).set(-1, crv)
}

function point(x: Buffer, y: Buffer): Cose {
  return coseOf(-7, es256.publicKey).set(-2, x).set(-3, y)
}

function okp(curve: number, x: Buffer): Cose {
  return coseOf(-8, ed25519.publicKey).set(-1, curve).set(-2, x)
}

function without(key: Cose, label: number): Cose {
  key.delete(label)
  return key
}

function cut(key: Cose, label: number): Cose {
  const bytes = key.get(label)
  assert.ok(Buffer.isBuffer(bytes))
  return key.set(label, bytes.subarray(0, -1))
}

function padded(key: Cose, label: number, zeros = 1): Cose {
  const bytes = key.get(label)
  assert.ok(Buffer.isBuffer(bytes))
  return key.set(label, Buffer.concat([Buffer.alloc(zeros), bytes]))
}
