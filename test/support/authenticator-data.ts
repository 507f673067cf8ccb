import type { KeyObject } from 'node:crypto'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { Cbor } from './cbor.js'
import { encodeCbor } from './cbor.js'

/** WebAuthn, section 6.1, part by part. */
export interface AuthenticatorData {
  readonly rpIdHash: Buffer
  readonly flags: number
  readonly counter: number
  readonly aaguid: Buffer
  readonly credentialId: Buffer
  readonly publicKey: Map<number, Cbor>
  readonly extensions: Buffer
}

/** The bits of the flags byte. */
export const flag = { up: 1, uv: 4, be: 8, bs: 16, at: 64, ed: 128 } as const

/** Writes authenticator data; without a public key it holds no credential. */
export function renderData(parts: AuthenticatorData): Buffer {
  const { rpIdHash, flags, counter, credentialId, publicKey, extensions } = parts
  const fixed = Buffer.alloc(5, flags)
  fixed.writeUInt32BE(counter, 1)
  if (publicKey.size === 0) return Buffer.concat([rpIdHash, fixed, extensions])
  const length = Buffer.from([credentialId.length >> 8, credentialId.length & 0xff])
  const attested = [parts.aaguid, length, credentialId, encodeCbor(publicKey)]
  return Buffer.concat([rpIdHash, fixed, ...attested, extensions])
}

/** A new key pair for a COSE algorithm. */
export function newKeys(algorithm: number): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === -8) return generateKeyPairSync('ed25519')
  if (algorithm === -257) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** A public key in COSE (RFC 9053, RFC 8230). */
export function coseOf(algorithm: number, publicKey: KeyObject): Map<number, Cbor> {
  const { kty, x, y, n, e } = publicKey.export({ format: 'jwk' })
  if (kty === 'RSA') return cose([1, 3], [3, algorithm], [-1, part(n)], [-2, part(e)])
  if (kty === 'OKP') return cose([1, 1], [3, algorithm], [-1, 6], [-2, part(x)])
  return cose([1, 2], [3, algorithm], [-1, 1], [-2, part(x)], [-3, part(y)])
}

/** Signs as the key's algorithm does: SHA-256 but for Ed25519. */
export function signWith(privateKey: KeyObject, data: Buffer): Buffer {
  return sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', data, privateKey)
}

/** As WebAuthn hashes. */
export function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function cose(...entries: readonly [number, Cbor][]): Map<number, Cbor> {
  return new Map(entries)
}

function part(text = ''): Buffer {
  return Buffer.from(text, 'base64url')
}
