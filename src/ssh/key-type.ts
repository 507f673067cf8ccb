import { createPublicKey } from 'node:crypto'
import type { SshKeyType } from '../policy/ssh-key.js'
import { rsaBits } from '../policy/ssh-key.js'

/** Why a public key is not taken. */
export type KeyRefusal =
  | 'required'
  | 'private_key_pasted'
  | 'unsupported_type'
  | 'too_short'
  | 'options_not_allowed'
  | 'one_key_only'
  | 'certificate_not_allowed'
  | 'pkcs8_public_key'
  | 'pkcs1_public_key'
  | 'malformed_key'

/** Reads the fields that follow the type in a key's wire form: answers the size in bits, or why the key is refused. */
export type KeyReader = (fields: readonly Buffer[]) => number | KeyRefusal

/** The curves of ECDSA keys by SSH's names (RFC 5656, section 10.1), and what JOSE, OpenSSL and ASN.1 call them. */
export const curves = {
  nistp256: { crv: 'P-256', openSsl: 'prime256v1', oid: '2a8648ce3d030107', bytes: 32, bits: 256 },
  nistp384: { crv: 'P-384', openSsl: 'secp384r1', oid: '2b81040022', bytes: 48, bits: 384 },
  nistp521: { crv: 'P-521', openSsl: 'secp521r1', oid: '2b81040023', bytes: 66, bits: 521 },
} as const
/** A curve by SSH's name. */
export type CurveName = keyof typeof curves
/** All the curves, smallest first. */
export const curveNames = Object.freeze(['nistp256', 'nistp384', 'nistp521'] as const satisfies CurveName[])

const ed25519Bytes = 32
const uncompressed = 4
/** OpenSSL, and so sshd, takes no larger exponent with large keys, and large exponents are slow to check. */
const maxExponentBytes = 8
const minExponent = 65_537n

/** The reader of each supported type of key. */
export const keyReaders: Readonly<Record<SshKeyType, KeyReader>> = Object.freeze({
  'ssh-ed25519': ed25519,
  'ecdsa-sha2-nistp256': ecdsa('nistp256'),
  'ecdsa-sha2-nistp384': ecdsa('nistp384'),
  'ecdsa-sha2-nistp521': ecdsa('nistp521'),
  'ssh-rsa': rsa,
  'sk-ssh-ed25519@openssh.com': onDevice(ed25519),
  'sk-ecdsa-sha2-nistp256@openssh.com': onDevice(ecdsa('nistp256')),
})

/** RFC 8709, section 4. */
function ed25519(fields: readonly Buffer[]): number | KeyRefusal {
  return fields.length === 1 && fields[0]?.length === ed25519Bytes ? 256 : 'malformed_key'
}

/** RFC 5656, section 3.1; the point must be on the curve (section 3.2.1 of SEC 1). */
function ecdsa(name: CurveName): KeyReader {
  const curve = curves[name]
  return (fields) => {
    const [itsName, point] = fields
    if (fields.length !== 2 || itsName?.toString('latin1') !== name || !point) return 'malformed_key'
    if (point.length !== 1 + 2 * curve.bytes || point[0] !== uncompressed) return 'malformed_key'
    const [x, y] = [point.subarray(1, 1 + curve.bytes), point.subarray(1 + curve.bytes)]
    return isOnCurve(curve.crv, x, y) ? curve.bits : 'malformed_key'
  }
}

/** RFC 4253, section 6.6: the exponent, then the modulus. */
function rsa(fields: readonly Buffer[]): number | KeyRefusal {
  const [e, n] = fields
  if (fields.length !== 2 || !e || !n || !isOddNumber(e) || !isOddNumber(n)) return 'malformed_key'
  const bits = bitsOf(n)
  if (bits < rsaBits.min) return 'too_short'
  if (bits > rsaBits.max || e.length > maxExponentBytes) return 'unsupported_type'
  return BigInt(`0x${e.toString('hex')}`) < minExponent ? 'unsupported_type' : bits
}

/** A key that lives on a security key (OpenSSH, PROTOCOL.u2f): the application comes last. A key that was made for a web site is refused. */
function onDevice(read: KeyReader): KeyReader {
  return (fields) => {
    const application = fields.at(-1)?.toString('latin1') ?? ''
    const bits = read(fields.slice(0, -1))
    return typeof bits !== 'number' || isForSsh(application) ? bits : 'unsupported_type'
  }
}

/** `ssh-keygen -O application=` takes whatever begins with `ssh:`; a NUL is refused, since it would end the text for OpenSSH. */
function isForSsh(application: string): boolean {
  return application.startsWith('ssh:') && !application.includes('\0')
}

function isOnCurve(crv: string, x: Buffer, y: Buffer): boolean {
  const key = { kty: 'EC', crv, x: x.toString('base64url'), y: y.toString('base64url') }
  try {
    createPublicKey({ key, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/** Whether an mpint is a positive odd number, without a needless leading byte (RFC 4251, section 5). */
function isOddNumber(mpint: Buffer): boolean {
  const [first = 0x80, second = 0] = mpint
  if (first >= 0x80 || (first === 0 && second < 0x80)) return false
  return ((mpint.at(-1) ?? 0) & 1) === 1
}

function bitsOf(mpint: Buffer): number {
  const [first = 0] = mpint
  return mpint.length * 8 - (Math.clz32(first) - 24)
}
