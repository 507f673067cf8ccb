import type { JsonWebKey, KeyObject } from 'node:crypto'
import { createHash, createPublicKey } from 'node:crypto'
import { curveNames, curves, keyReaders } from './key-type.js'
import type { PacketReader } from './packet.js'
import { mpint, PacketError, packetReader, string } from './packet.js'
import { readStrings } from './wire.js'

/** The SSH types of the private keys that can be kept. */
const privateKeyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
] as const
/** One of those types. */
type PrivateKeyType = (typeof privateKeyTypes)[number]

/** The public half of a private key. */
export interface PublicHalf {
  readonly type: PrivateKeyType
  /** In wire format (RFC 4253, section 6.6). */
  readonly blob: Buffer
  /** As a line of authorized_keys, without a comment. */
  readonly line: string
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly fingerprint: string
}

/** Describes a public key in wire format; `null` when its type or size would not be taken for logging in either. Throws `PacketError`. */
export function publicHalf(blob: Buffer): PublicHalf | null {
  const [name, ...fields] = readStrings(blob) ?? []
  const named = name?.toString('latin1')
  const type = privateKeyTypes.find((known) => known === named)
  if (type === undefined) return null
  const bits = keyReaders[type](fields)
  if (bits === 'malformed_key') throw new PacketError()
  if (typeof bits !== 'number') return null
  return { type, blob, line: `${type} ${blob.toString('base64')}`, fingerprint: fingerprintOf(blob) }
}

/** The wire format of a public key; `null` for a kind of key that SSH has no name for. */
export function publicBlobOf(publicKey: KeyObject): Buffer | null {
  const kind = publicKey.asymmetricKeyType
  if (kind !== 'rsa' && kind !== 'ec' && kind !== 'ed25519') return null
  const { crv, n, e, x, y } = publicKey.export({ format: 'jwk' })
  if (kind === 'rsa') return Buffer.concat([string('ssh-rsa'), mpint(bytesOf(e)), mpint(bytesOf(n))])
  if (kind === 'ed25519') return Buffer.concat([string('ssh-ed25519'), string(bytesOf(x))])
  const curve = curveNames.find((name) => curves[name].crv === crv)
  if (curve === undefined) return null
  // RFC 5656, section 3.1: the point uncompressed.
  const point = string(Buffer.from([4]), bytesOf(x), bytesOf(y))
  return Buffer.concat([string(`ecdsa-sha2-${curve}`), string(curve), point])
}

/** Makes a key object of a public key in wire format, to verify signatures with; throws where the bytes are no public key. */
export function publicKeyOf(blob: Buffer): KeyObject {
  const reader = packetReader(blob)
  const key = createPublicKey({ key: jwkOf(reader.text(), reader), format: 'jwk' })
  reader.end()
  return key
}

/** The fingerprint of a public key in wire format, `SHA256:…`, as ssh-keygen prints it. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

function jwkOf(type: string, reader: PacketReader): JsonWebKey {
  if (type === 'ssh-ed25519') return { kty: 'OKP', crv: 'Ed25519', x: base64url(reader.string()) }
  if (type === 'ssh-rsa') {
    const [e, n] = [reader.string(), reader.string()]
    return { kty: 'RSA', e: base64url(e), n: base64url(n) }
  }
  const named = reader.text()
  const curve = curveNames.find((name) => name === named)
  const point = reader.string()
  if (!curve || type !== `ecdsa-sha2-${curve}` || point[0] !== 4) throw new PacketError()
  const middle = (point.length + 1) / 2
  return {
    kty: 'EC',
    crv: curves[curve].crv,
    x: base64url(point.subarray(1, middle)),
    y: base64url(point.subarray(middle)),
  }
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url')
}

function bytesOf(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64url')
}
