import type { KeyObject } from 'node:crypto'
import { createECDH, createPrivateKey, createPublicKey, ECDH } from 'node:crypto'
import { curves } from '../key-type.js'
import { mpint, string } from '../packet.js'
import { publicHalf } from '../public-half.js'
import type { EcdsaNumbers, Ed25519Numbers, PrivateNumbers, RsaNumbers } from './numbers.js'

/** A private key whose numbers were proved to belong together, and its public half in wire format. */
export interface WholeKey {
  readonly key: KeyObject
  readonly publicBlob: Buffer
}

/** The bytes of a PKCS#8 before the 32 bytes of the seed (RFC 8410, section 7). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const seedBytes = 32
/** How many bytes come before the 32 of the public key (RFC 8410, section 4). */
const publicPrefixBytes = 12

/**
 * Makes a key of numbers; `null` when their kind or size is not kept. Throws `RangeError` for numbers that do not belong
 * together. OpenSSL is given only numbers that were proved before: made-up ones keep it busy for seconds, or for ever.
 */
export function wholeKey(numbers: PrivateNumbers): WholeKey | null {
  switch (numbers.kind) {
    case 'ed25519':
      return ed25519Key(numbers)
    case 'ecdsa':
      return ecdsaKey(numbers)
    case 'rsa':
      return rsaKey(numbers)
  }
}

function ed25519Key({ seed, publicKey }: Ed25519Numbers): WholeKey {
  if (seed.length !== seedBytes) throw unrelated()
  const key = createPrivateKey({ key: Buffer.concat([ed25519Prefix, seed]), format: 'der', type: 'pkcs8' })
  const derived = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(publicPrefixBytes)
  if (publicKey !== null && !publicKey.equals(derived)) throw unrelated()
  return { key, publicBlob: Buffer.concat([string('ssh-ed25519'), string(derived)]) }
}

function ecdsaKey({ curve, scalar, point }: EcdsaNumbers): WholeKey {
  const { bytes, openSsl, crv } = curves[curve]
  const secret = padded(scalar, bytes)
  const pair = createECDH(openSsl)
  // This throws unless the scalar is from 1 to the order less 1.
  pair.setPrivateKey(secret)
  const derived = pair.getPublicKey()
  if (point !== null && !isPoint(point, { derived, openSsl })) throw unrelated()
  const [x, y] = [derived.subarray(1, 1 + bytes), derived.subarray(1 + bytes)].map(base64url)
  const key = createPrivateKey({ key: { kty: 'EC', crv, d: base64url(secret), x, y }, format: 'jwk' })
  return { key, publicBlob: Buffer.concat([string(`ecdsa-sha2-${curve}`), string(curve), string(derived)]) }
}

/** Whether a point is the derived one, written whole or compressed to one of its coordinates (SEC 1, section 2.3.3). */
function isPoint(point: Buffer, { derived, openSsl }: { derived: Buffer; openSsl: string }): boolean {
  const compressed = ECDH.convertKey(derived, openSsl, undefined, undefined, 'compressed')
  return point.equals(derived) || point.equals(Buffer.from(compressed))
}

function rsaKey(numbers: RsaNumbers): WholeKey | null {
  const publicBlob = Buffer.concat([string('ssh-rsa'), mpint(numbers.e), mpint(numbers.n)])
  // This comes first: it bounds the modulus, and so every number that has to be less.
  if (!publicHalf(publicBlob)) return null
  const members = Object.entries(proved(numbers)).map(([name, number]): [string, string] => [
    name,
    base64url(bytesOf(number)),
  ])
  const jwk = { kty: 'RSA', ...Object.fromEntries(members) }
  return { key: createPrivateKey({ key: jwk, format: 'jwk' }), publicBlob }
}

/**
 * The numbers by JOSE's names; throws `RangeError` unless they fit each other (RFC 8017, section 3.2). Whether p and q are primes is left
 * to a trial signature: with odd numbers of this size OpenSSL always comes to an end.
 */
function proved(given: RsaNumbers): Readonly<Record<string, bigint>> {
  const [n, e, d] = [bigInt(given.n), bigInt(given.e), bigInt(given.d)]
  const [p, q, qi] = [bigInt(given.p), bigInt(given.q), bigInt(given.coefficient)]
  if (p <= 1n || q <= 1n || p * q !== n) throw unrelated()
  if (d >= n || (e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n) throw unrelated()
  if (qi >= p || (q * qi) % p !== 1n) throw unrelated()
  const [dp, dq] = [d % (p - 1n), d % (q - 1n)]
  const exponents = given.exponents?.map(bigInt)
  if (exponents && (exponents[0] !== dp || exponents[1] !== dq)) throw unrelated()
  return { n, e, d, p, q, dp, dq, qi }
}

function unrelated(): RangeError {
  return new RangeError('the numbers of the key do not belong together')
}

/** A number in so many bytes, with zeros before it. */
function padded(number: Buffer, bytes: number): Buffer {
  const digits = bytesOf(bigInt(number))
  if (digits.length > bytes) throw unrelated()
  return Buffer.concat([Buffer.alloc(bytes - digits.length), digits])
}

function bigInt(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString('hex')}`)
}

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16)
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url')
}
