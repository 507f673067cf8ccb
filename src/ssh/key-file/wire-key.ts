import type { CurveName } from '../key-type.js'
import { curveNames } from '../key-type.js'
import type { PacketReader } from '../packet.js'
import { PacketError, packetReader } from '../packet.js'
import type { PrivateNumbers } from './numbers.js'

const seedBytes = 32
/** PuTTY pads to whole blocks of AES, so by at most one byte less than a block. */
const maxPpkPadding = 15

/** Whether decrypted bytes begin with the same number twice, as OpenSSH writes them: if not, the passphrase was wrong. */
export function beginsAsOpenSsh(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes.readUInt32BE(0) === bytes.readUInt32BE(4)
}

/** Reads the private part of OpenSSH's format (PROTOCOL.key); `null` for a type that is not kept. Throws `PacketError` for any other bytes. */
export function numbersOfOpenSsh(bytes: Buffer): PrivateNumbers | null {
  if (!beginsAsOpenSsh(bytes)) throw new PacketError()
  const reader = packetReader(bytes.subarray(8))
  const numbers = typed(reader.text(), reader)
  if (numbers === null) return null
  // After the numbers come the comment and a padding of 1, 2, 3 and so on up to a whole block.
  reader.string()
  const padding = reader.rest()
  if (padding.some((byte, i) => byte !== ((i + 1) & 0xff))) throw new PacketError()
  return numbers
}

function typed(type: string, reader: PacketReader): PrivateNumbers | null {
  if (type === 'ssh-ed25519') {
    const [publicKey, secret] = [reader.string(), reader.string()]
    const [seed, again] = [secret.subarray(0, seedBytes), secret.subarray(seedBytes)]
    if (!again.equals(publicKey)) throw new PacketError()
    return { kind: 'ed25519', seed, publicKey }
  }
  if (type === 'ssh-rsa') {
    const [n, e, d] = [magnitude(reader), magnitude(reader), magnitude(reader)]
    const [coefficient, p, q] = [magnitude(reader), magnitude(reader), magnitude(reader)]
    return { kind: 'rsa', n, e, d, p, q, exponents: null, coefficient }
  }
  const curve = curveOf(type)
  if (curve === null) return null
  if (reader.text() !== curve) throw new PacketError()
  const [point, scalar] = [reader.string(), magnitude(reader)]
  return { kind: 'ecdsa', curve, scalar, point }
}

/** Whether decrypted bytes are laid out as PuTTY's private part for this public key. */
export function beginsAsPpk(bytes: Buffer, publicBlob: Buffer): boolean {
  try {
    numbersOfPpk(bytes, publicBlob)
    return true
  } catch {
    return false
  }
}

/**
 * Reads the private part of PuTTY's format 2 (its manual, appendix C), whose type only the public key says; `null` for a type that is not
 * kept. Throws `PacketError` for any other bytes.
 */
export function numbersOfPpk(bytes: Buffer, publicBlob: Buffer): PrivateNumbers | null {
  const [reader, open] = [packetReader(bytes), packetReader(publicBlob)]
  const numbers = untyped(reader, open)
  if (reader.rest().length > maxPpkPadding) throw new PacketError()
  return numbers
}

function untyped(reader: PacketReader, open: PacketReader): PrivateNumbers | null {
  const type = open.text()
  if (type === 'ssh-ed25519') {
    const digits = reader.string()
    if (digits.length > seedBytes) throw new PacketError()
    // PuTTY writes the seed as a number whose last byte weighs most, and leaves out the zeros at its end.
    const seed = Buffer.concat([digits], seedBytes)
    return { kind: 'ed25519', seed, publicKey: null }
  }
  if (type === 'ssh-rsa') {
    const [e, n] = [magnitude(open), magnitude(open)]
    const [d, p, q, coefficient] = [
      magnitude(reader),
      magnitude(reader),
      magnitude(reader),
      magnitude(reader),
    ]
    return { kind: 'rsa', n, e, d, p, q, exponents: null, coefficient }
  }
  const curve = curveOf(type)
  return curve && { kind: 'ecdsa', curve, scalar: magnitude(reader), point: null }
}

function curveOf(type: string): CurveName | null {
  return curveNames.find((name) => type === `ecdsa-sha2-${name}`) ?? null
}

/** Reads an `mpint` that is not negative (RFC 4251, section 5). */
function magnitude(reader: PacketReader): Buffer {
  const digits = reader.string()
  if ((digits[0] ?? 0) >= 0x80) throw new PacketError()
  return digits
}
