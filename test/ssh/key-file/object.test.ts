import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import type { RsaNumbers } from '../../../src/ssh/key-file/numbers.js'
import { wholeKey } from '../../../src/ssh/key-file/object.js'

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

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16)
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
}
