import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import { numbersOfDer } from '../../../src/ssh/key-file/der-key.js'
import type { RsaNumbers } from '../../../src/ssh/key-file/numbers.js'
import { wholeKey } from '../../../src/ssh/key-file/object.js'
import { string } from '../../../src/ssh/packet.js'

describe('the numbers of an RSA private key', () => {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const numberOf = (text = ''): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)
  const [n, e, d] = [numberOf(jwk.n), numberOf(jwk.e), numberOf(jwk.d)]
  const [p, q, qi] = [numberOf(jwk.p), numberOf(jwk.q), numberOf(jwk.qi)]
  const [dp, dq] = [numberOf(jwk.dp), numberOf(jwk.dq)]
  const right = { n, e, d, p, q, coefficient: qi }
  const all = (p - 1n) * (q - 1n)

  function whole(
    numbers: typeof right,
    exponents: readonly [bigint, bigint] | null = null,
  ): ReturnType<typeof wholeKey> {
    const entries = Object.entries(numbers).map(([name, number]) => [name, bytesOf(number)])
    const given = { ...Object.fromEntries(entries), exponents: exponents?.map(bytesOf) ?? null }
    return wholeKey({ kind: 'rsa', ...given } as RsaNumbers)
  }

  it('are a key where they belong together, with and without the exponents of its primes', () => {
    for (const exponents of [null, [dp, dq] as const]) {
      const key = whole(right, exponents)?.key.export({ format: 'jwk' })
      assert.deepEqual(key, jwk)
    }
  })

  it('are a key with whichever private exponent was made for it', () => {
    // Any two are the least common multiple of p - 1 and q - 1 apart, or more times that.
    const other = d < all / 2n ? d + all / 2n : d - all / 2n
    assert.ok(whole({ ...right, d: other }))
  })

  const unrelated: Readonly<Record<string, typeof right>> = {
    'a modulus that is not the product of the primes': { ...right, n: n + 2n },
    'no primes but 1 and the modulus': { ...right, p: 1n, q: n, coefficient: 1n },
    'no primes but the modulus and 1': { ...right, p: n, q: 1n, coefficient: 1n },
    'no prime at all': { ...right, p: 0n, q: 0n },
    'a private exponent as large as the modulus': { ...right, d: d + all * (n / all + 1n) },
    'a private exponent that is wrong for one prime': {
      ...right,
      d: d + (q - 1n) < n ? d + (q - 1n) : d - (q - 1n),
    },
    'a private exponent that is wrong for the other': {
      ...right,
      d: d + (p - 1n) < n ? d + (p - 1n) : d - (p - 1n),
    },
    'a coefficient as large as the prime': { ...right, coefficient: qi + p },
    'a coefficient that is no inverse': { ...right, coefficient: qi > 2n ? qi - 1n : qi + 1n },
  }
  for (const [what, numbers] of Object.entries(unrelated)) {
    it(`are refused before OpenSSL is given them: ${what}`, () => {
      assert.throws(() => whole(numbers), { name: 'RangeError', message: /do not belong together/ })
    })
  }

  it('are refused with an exponent of another key for either prime', () => {
    for (const exponents of [
      [dp + 2n, dq],
      [dp, dq + 2n],
    ] as const)
      assert.throws(() => whole(right, exponents), { name: 'RangeError', message: /do not belong together/ })
  })
})

describe('a private key made whole of its numbers', () => {
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const [seed, publicKey] = [bytes(ed25519.d), bytes(ed25519.x)]
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const [scalar, x, y] = [bytes(p256.d), bytes(p256.x), bytes(p256.y)]
  const point = Buffer.concat([Buffer.from([4]), x, y])
  const compressed = Buffer.concat([Buffer.from([2 + ((y.at(-1) ?? 0) % 2)]), x])

  it('has its public half as SSH writes it, which is derived where the file names none', () => {
    for (const given of [publicKey, null]) {
      const whole = wholeKey({ kind: 'ed25519', seed, publicKey: given })
      assert.deepEqual(whole?.publicBlob, Buffer.concat([string('ssh-ed25519'), string(publicKey)]))
      assert.deepEqual(whole.key.export({ format: 'jwk' }), ed25519)
    }
    for (const given of [point, compressed, null]) {
      const whole = wholeKey({ kind: 'ecdsa', curve: 'nistp256', scalar, point: given })
      const blob = [string('ecdsa-sha2-nistp256'), string('nistp256'), string(point)]
      assert.deepEqual(whole?.publicBlob, Buffer.concat(blob))
      assert.deepEqual(whole.key.export({ format: 'jwk' }), p256)
    }
  })

  it('is refused with the public half of another, and with a number of another length', () => {
    const other = Buffer.from(publicKey)
    other[0] = (other[0] ?? 0) ^ 1
    const otherPoint = Buffer.concat([Buffer.from([2 + ((1 + (y.at(-1) ?? 0)) % 2)]), x])
    const unrelated = [
      { kind: 'ed25519', seed, publicKey: other },
      { kind: 'ed25519', seed: Buffer.concat([seed, seed]), publicKey: null },
      { kind: 'ed25519', seed: seed.subarray(1), publicKey: null },
      { kind: 'ecdsa', curve: 'nistp256', scalar, point: otherPoint },
      { kind: 'ecdsa', curve: 'nistp256', scalar: Buffer.concat([Buffer.from([1]), scalar]), point: null },
    ] as const
    for (const numbers of unrelated)
      assert.throws(() => wholeKey(numbers), { name: 'RangeError', message: /do not belong together/ })
  })

  it('is none that is kept where RSA is too short', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    assert.equal(
      wholeKey(numbersOfDer(privateKey.export({ type: 'pkcs1', format: 'der' })) ?? assert.fail()),
      null,
    )
  })
})

function bytes(text = ''): Buffer {
  return Buffer.from(text, 'base64url')
}

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16)
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
}
