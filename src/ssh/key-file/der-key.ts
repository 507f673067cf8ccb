import type { DerValue } from '../der.js'
import { derBits, derContent, derMagnitude, derOid, derSequence, derTag, derValue } from '../der.js'
import type { CurveName } from '../key-type.js'
import { curveNames, curves } from '../key-type.js'
import type { EcdsaNumbers, Ed25519Numbers, PrivateNumbers, RsaNumbers } from './numbers.js'

/** The object identifiers of the kinds of key: RFC 8017, appendix A.1; RFC 5480, section 2.1.1; RFC 8410, section 3. */
const rsa = '2a864886f70d010101'
const ecdsa = '2a8648ce3d0201'
const ed25519 = '2b6570'

/**
 * Reads PKCS#1, SEC1 and PKCS#8, told apart by their structure and not by what the lines around them say; `null` for a
 * kind of key that is not kept, DSA above all. Throws `RangeError` for what is none of these.
 */
export function numbersOfDer(bytes: Buffer): PrivateNumbers | null {
  const values = derSequence(derValue(bytes))
  switch (values[1]?.tag) {
    case derTag.sequence:
      return pkcs8(values)
    case derTag.octets:
      return sec1(values, null)
    default:
      return pkcs1(values)
  }
}

/** Whether decrypted bytes begin as all of these formats do: if not, the passphrase was wrong. */
export function beginsAsDer(bytes: Buffer): boolean {
  const header = /^30(?:[0-7].|81..|82....)02/
  return header.test(bytes.subarray(0, 8).toString('hex'))
}

/** Reads PKCS#8 (RFC 5958, section 2), with or without the public key that its second version may have. */
function pkcs8(values: readonly DerValue[]): PrivateNumbers | null {
  const [version, algorithm, key, ...more] = values
  const [name, parameters, ...others] = derSequence(algorithm)
  const content = derContent(key, derTag.octets)
  if (numberOf(version) > 1 || others.length > 0) throw new RangeError('not a version of PKCS#8')
  const publicKey = optional(more, [derTag.inside(0), derTag.instead(1)])[1]
  const publicBits = publicKey ? derBits(publicKey, derTag.instead(1)) : null
  switch (derOid(name)) {
    case rsa:
      if (parameters && parameters.tag !== derTag.null) throw new RangeError('RSA has no parameters')
      return pkcs1(derSequence(derValue(content)))
    case ecdsa: {
      const curve = curveOf(parameters)
      const numbers = curve && sec1(derSequence(derValue(content)), curve)
      return numbers && { ...numbers, point: numbers.point ?? publicBits }
    }
    case ed25519:
      if (parameters) throw new RangeError('Ed25519 has no parameters')
      return edwards(content, publicBits)
    default:
      return null
  }
}

/** Reads the content of an Ed25519 key in PKCS#8 (RFC 8410, section 7). */
function edwards(content: Buffer, publicKey: Buffer | null): Ed25519Numbers {
  return { kind: 'ed25519', seed: derContent(derValue(content), derTag.octets), publicKey }
}

/** Reads RSA with two primes (RFC 8017, appendix A.1.2); `null` for six numbers, which are DSA, and for version 1, which is RSA with more primes. */
function pkcs1(values: readonly DerValue[]): RsaNumbers | null {
  const [version, n, e, d, p, q, dp, dq, coefficient, ...more] = values
  if (numberOf(version) > 0 || values.length === 6) return null
  if (more.length > 0) throw new RangeError('not the numbers of an RSA key')
  return {
    kind: 'rsa',
    n: derMagnitude(n),
    e: derMagnitude(e),
    d: derMagnitude(d),
    p: derMagnitude(p),
    q: derMagnitude(q),
    exponents: [derMagnitude(dp), derMagnitude(dq)],
    coefficient: derMagnitude(coefficient),
  }
}

/** Reads SEC1 (RFC 5915, section 3); `named` is the curve that PKCS#8 around it has named already. */
function sec1(values: readonly DerValue[], named: CurveName | null): EcdsaNumbers | null {
  const [version, scalar, ...more] = values
  if (numberOf(version) !== 1) throw new RangeError('not a version of SEC1')
  const [parameters, publicKey] = optional(more, [derTag.inside(0), derTag.inside(1)])
  const curve = parameters ? curveOf(derValue(parameters.content)) : named
  if (!parameters && !named) throw new RangeError('the curve is missing')
  if (curve === null) return null
  if (named && curve !== named) throw new RangeError('two curves are named')
  const point = publicKey ? derBits(derValue(publicKey.content)) : null
  return { kind: 'ecdsa', curve, scalar: derContent(scalar, derTag.octets), point }
}

/** The curve that is named; `null` for one we do not know, and for one described by its numbers, which an attacker may have made up. */
function curveOf(parameters: DerValue | undefined): CurveName | null {
  if (parameters?.tag === derTag.sequence) return null
  const oid = derOid(parameters)
  return curveNames.find((name) => curves[name].oid === oid) ?? null
}

/** Picks the values with these tags, in this order; each may be missing. Throws `RangeError` when there is anything else. */
function optional(values: readonly DerValue[], tags: readonly number[]): (DerValue | undefined)[] {
  const picked = tags.map((tag) => values.find((value) => value.tag === tag))
  const present = picked.filter((value) => value !== undefined)
  if (present.length !== values.length || present.some((value, i) => value !== values[i])) {
    throw new RangeError('there is more than belongs there')
  }
  return picked
}

function numberOf(value: DerValue | undefined): number {
  const digits = derMagnitude(value)
  return digits.length > 1 ? Infinity : (digits[0] ?? 0)
}
