import type { KeyObject } from 'node:crypto'
import { sign, verify } from 'node:crypto'
import { mpint, PacketError, packetReader, string } from './packet.js'
import { publicKeyOf } from './public-half.js'

/** The hash that each algorithm of SSH signs. RSA with SHA-1, `ssh-rsa`, is left out: SHA-1 is broken. */
const hashes = {
  'ssh-ed25519': null,
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
  'rsa-sha2-256': 'sha256',
  'rsa-sha2-512': 'sha512',
} as const
/** An algorithm by SSH's name, such as `rsa-sha2-512`. */
export type SignatureAlgorithm = keyof typeof hashes

/** A signature and how it was made; `blob` is the signature itself, as RFC 4253, section 6.6, lays it out. */
export interface SshSignature {
  readonly algorithm: SignatureAlgorithm
  readonly blob: Buffer
}

/** Signs in another thread, since RSA takes milliseconds that the event loop would wait. */
export async function signWith(
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  data: Buffer,
): Promise<SshSignature> {
  const raw = await new Promise<Buffer>((resolve, reject) => {
    sign(hashes[algorithm], data, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
      if (error) reject(error)
      else resolve(signature)
    })
  })
  return { algorithm, blob: algorithm.startsWith('ecdsa-') ? numbersOf(raw) : raw }
}

/** The signature in wire format. */
export function signatureBytes({ algorithm, blob }: SshSignature): Buffer {
  return Buffer.concat([string(algorithm), string(blob)])
}

/** Whether a signature in wire format was made by this key over the data; `false` also for one that is malformed. */
export function isSignedBy(publicBlob: Buffer, data: Buffer, signature: Buffer): boolean {
  try {
    const reader = packetReader(signature)
    const algorithm = algorithmFor(packetReader(publicBlob).text(), reader.text())
    const blob = reader.string()
    reader.end()
    const raw = algorithm.startsWith('ecdsa-') ? rawOf(blob, algorithm) : blob
    const key = publicKeyOf(publicBlob)
    return verify(hashes[algorithm], data, { key, dsaEncoding: 'ieee-p1363' }, raw)
  } catch {
    return false
  }
}

/** RFC 8332, section 3: RSA keys have algorithms of other names; all others have their own. */
function algorithmFor(type: string, named: string): SignatureAlgorithm {
  const own = type === 'ssh-rsa' ? ['rsa-sha2-256', 'rsa-sha2-512'] : [type]
  if (!own.includes(named) || !(named in hashes)) throw new PacketError()
  // `in` has just found it among the keys.
  return named as SignatureAlgorithm
}

/** Writes an ECDSA signature as SSH does (RFC 5656, section 3.1.2): r and s, each as an mpint. */
function numbersOf(raw: Buffer): Buffer {
  return Buffer.concat([mpint(raw.subarray(0, raw.length / 2)), mpint(raw.subarray(raw.length / 2))])
}

function rawOf(blob: Buffer, algorithm: SignatureAlgorithm): Buffer {
  const size = algorithm.endsWith('521') ? 66 : Number(algorithm.slice(-3)) / 8
  const reader = packetReader(blob)
  const numbers = [reader.string(), reader.string()].map((number) => {
    const digits = number[0] === 0 ? number.subarray(1) : number
    if (digits.length > size) throw new PacketError()
    return Buffer.concat([Buffer.alloc(size - digits.length), digits])
  })
  reader.end()
  return Buffer.concat(numbers)
}
