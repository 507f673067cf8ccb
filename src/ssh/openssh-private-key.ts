import { randomBytes } from 'node:crypto'
import { derContent, derSequence, derTag, derValues } from './der.js'
import { mpint, packetReader, string, uint32 } from './packet.js'
import type { PublicHalf } from './public-half.js'

const magic = Buffer.from('openssh-key-v1\0')
const lineLength = 70

/** Writes a private key, given as PKCS#8, as an unencrypted file in OpenSSH's format (PROTOCOL.key). Wipe (`fill(0)`) it after use. */
export function openSshPrivateKey(pkcs8: Buffer, half: PublicHalf): Buffer {
  const check = randomBytes(4)
  const secret = Buffer.concat([check, check, privatePart(pkcs8, half), string()])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1))
  const header = [string('none'), string('none'), string(), uint32(1), string(half.blob)]
  const bytes = Buffer.concat([magic, ...header, string(secret, padding)])
  secret.fill(0)
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${String(lineLength)}}`, 'g')) ?? []
  bytes.fill(0)
  const edges = ['-----BEGIN OPENSSH PRIVATE KEY-----', '-----END OPENSSH PRIVATE KEY-----\n'] as const
  return Buffer.from([edges[0], ...lines, edges[1]].join('\n'))
}

function privatePart(pkcs8: Buffer, { type, blob }: PublicHalf): Buffer {
  // RFC 5958, section 2: version, algorithm, key.
  const [inner] = derValues(derContent(derSequence(derValues(pkcs8)[0])[2], derTag.octets))
  switch (type) {
    case 'ssh-ed25519': {
      const publicKey = valuesOf(blob, 2)[1] ?? Buffer.alloc(0)
      return Buffer.concat([blob, string(derContent(inner, derTag.octets), publicKey)])
    }
    case 'ssh-rsa': {
      // RFC 8017, appendix A.1.2: version, n, e, d, p, q, two exponents, the coefficient.
      const [, n, e, d, p, q, , , coefficient] = derSequence(inner)
      const numbers = [n, e, d, coefficient, p, q].map((value) => mpint(derContent(value, derTag.integer)))
      return Buffer.concat([string(type), ...numbers])
    }
    default:
      // RFC 5915, section 3: version, key.
      return Buffer.concat([blob, mpint(derContent(derSequence(inner)[1], derTag.octets))])
  }
}

function valuesOf(blob: Buffer, count: number): readonly Buffer[] {
  const reader = packetReader(blob)
  return Array.from({ length: count }, () => reader.string())
}
