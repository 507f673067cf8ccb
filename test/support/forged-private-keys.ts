import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { der, integer, octets, oid, pem, sequence } from './der.js'
import { mpint, string, uint32 } from '../../src/ssh/packet.js'

/** Private keys made to cost whoever loads them: by the attack, with the refusal each is to meet. */
export function forgedPrivateKeys(passphrase: string): Readonly<Record<string, ForgedKey>> {
  const dsaKey = dsa(4000)
  const huge = rsaDer({ n: odd(2000), e: odd(2000), d: odd(2000), p: odd(1000), q: odd(1000) })
  const evenModulus = rsaDer({ n: even(256), e: f4, d: odd(256), p: odd(128), q: odd(128) })
  return {
    'DSA with a p of 4,000 bytes': { text: pem('', pkcs8(dsaOid(4000), octets(integer(5n)))) },
    'DSA under BEGIN RSA': { text: pem('RSA', dsaKey) },
    'DSA under BEGIN EC': { text: pem('EC', dsaKey) },
    'DSA in PKCS#8 under BEGIN RSA': { text: pem('RSA', pkcs8(dsaOid(3000), octets(integer(5n)))) },
    'DSA in PKCS#8 under BEGIN EC': { text: pem('EC', pkcs8(dsaOid(3000), octets(integer(5n)))) },
    'DSA in encrypted PKCS#8': {
      text: encryptedPkcs8(pkcs8(dsaOid(3000), octets(integer(5n))), passphrase),
      passphrase,
    },
    'DSA in OpenSSH’s format behind an Ed25519 public half': { text: openSsh(openSshDsa()) },
    'Diffie-Hellman': { text: pem('', pkcs8(dhOid(3000), octets(integer(5n)))) },
    'RSA with n, e and d of 2,000 bytes': { text: pem('RSA', huge) },
    'RSA with n, e and d of 2,000 bytes in PKCS#8': { text: pem('', pkcs8(rsaOid, octets(huge))) },
    'RSA with n, e and d of 2,000 bytes in encrypted PKCS#8': {
      text: encryptedPkcs8(pkcs8(rsaOid, octets(huge)), passphrase),
      passphrase,
    },
    'RSA with an exponent as long as the modulus': {
      text: pem('RSA', rsaDer({ n: odd(1024), e: odd(1024), d: odd(1024), p: odd(512), q: odd(512) })),
    },
    'RSA whose primes are not the modulus’s': {
      text: pem('RSA', rsaDer({ n: odd(1024), e: f4, d: odd(1024), p: odd(512), q: odd(512) })),
      code: 'malformed_key',
    },
    'RSA with an even modulus': { text: pem('RSA', evenModulus), code: 'malformed_key' },
    'RSA of zeros': {
      text: pem('RSA', sequence(...Array.from({ length: 9 }, () => integer(0n)))),
      code: 'malformed_key',
    },
    'RSA with a negative modulus': {
      text: pem('RSA', sequence(integer(0n), der(0x02, Buffer.alloc(256, 0xff)), ...numbers(7))),
      code: 'malformed_key',
    },
    'RSA with more primes than two': {
      text: pem('RSA', sequence(integer(1n), ...numbers(8), sequence(sequence(...numbers(3))))),
    },
    'RSA-PSS': { text: pem('', pkcs8(sequence(oid('2a864886f70d01010a')), octets(huge))) },
    'a made-up curve': {
      text: pem('', pkcs8(sequence(oid('2a8648ce3d0201'), madeUpCurve()), octets(sec1()))),
    },
    'a made-up curve in SEC1': { text: pem('EC', sec1(der(0xa0, madeUpCurve()))) },
    'a scalar of zero': {
      text: pem('', pkcs8(p256, octets(sec1({ scalar: Buffer.alloc(32) })))),
      code: 'malformed_key',
    },
    'a scalar past the order': {
      text: pem('', pkcs8(p256, octets(sec1({ scalar: Buffer.alloc(32, 0xff) })))),
      code: 'malformed_key',
    },
    'a scalar of 8,000 bytes': {
      text: pem('', pkcs8(p256, octets(sec1({ scalar: randomBytes(8000) })))),
      code: 'malformed_key',
    },
    'Ed25519 of 31 bytes': {
      text: pem('', pkcs8(ed25519, octets(octets(randomBytes(31))))),
      code: 'malformed_key',
    },
    'Ed25519 of 8,000 bytes': {
      text: pem('', pkcs8(ed25519, octets(octets(randomBytes(8000))))),
      code: 'malformed_key',
    },
    'Ed25519 with another key’s public half': {
      text: pem(
        '',
        sequence(integer(1n), ed25519, octets(octets(randomBytes(32))), der(0x81, Buffer.alloc(33, 0))),
      ),
      code: 'malformed_key',
    },
    'sequences in sequences': { text: pem('', nested(2500)), code: 'malformed_key' },
    'thousands of values': {
      text: pem('RSA', sequence(...Array.from({ length: 3500 }, () => integer(0n)))),
      code: 'malformed_key',
    },
  }
}

export interface ForgedKey {
  readonly text: string
  readonly passphrase?: string
  /** `unsupported_type` unless it is told. */
  readonly code?: 'malformed_key'
}

const f4 = Buffer.from('010001', 'hex')
const rsaOid = sequence(oid('2a864886f70d010101'), der(0x05))
const p256 = sequence(oid('2a8648ce3d0201'), oid('2a8648ce3d030107'))
const ed25519 = sequence(oid('2b6570'))

/** An unencrypted PKCS#8 (RFC 5958) of an algorithm and its key. */
function pkcs8(algorithm: Buffer, key: Buffer): Buffer {
  return sequence(integer(0n), algorithm, key)
}

/** PKCS#8 encrypted by PBES2 with AES-256-CBC. */
function encryptedPkcs8(plain: Buffer, passphrase: string): string {
  const [salt, iv, iterations] = [randomBytes(8), randomBytes(16), 2048]
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(passphrase, salt, iterations, 32, 'sha1'), iv)
  const kdf = sequence(oid('2a864886f70d01050c'), sequence(octets(salt), integer(BigInt(iterations))))
  const encryption = sequence(oid('60864801650304012a'), octets(iv))
  const scheme = sequence(oid('2a864886f70d01050d'), sequence(kdf, encryption))
  return pem('ENCRYPTED', sequence(scheme, octets(cipher.update(plain), cipher.final())))
}

/** A file in OpenSSH's format with a private part of one's choice behind an Ed25519 public half. */
function openSsh(privatePart: Buffer): string {
  const publicBlob = Buffer.concat([string('ssh-ed25519'), string(randomBytes(32))])
  const head = [string('none'), string('none'), string(), uint32(1), string(publicBlob)]
  return pem('OPENSSH', Buffer.concat([Buffer.from('openssh-key-v1\0'), ...head, string(privatePart)]))
}

function openSshDsa(): Buffer {
  const values = [odd(3000), odd(20), odd(3000), odd(3000), odd(20)].map(mpint)
  return Buffer.concat([uint32(7), uint32(7), string('ssh-dss'), ...values, string()])
}

/** OpenSSL's own form of a DSA key. */
function dsa(bytes: number): Buffer {
  return sequence(integer(0n), ...[odd(bytes), odd(20), odd(bytes), odd(1000), odd(20)].map(integer))
}

function dsaOid(bytes: number): Buffer {
  return sequence(oid('2a8648ce380401'), sequence(integer(odd(bytes)), integer(odd(20)), integer(odd(bytes))))
}

function dhOid(bytes: number): Buffer {
  return sequence(oid('2a864886f70d010301'), sequence(integer(odd(bytes)), integer(2n)))
}

type Rsa = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q', Buffer>>

function rsaDer({ n, e, d, p, q }: Rsa): Buffer {
  return sequence(integer(0n), ...[n, e, d, p, q, odd(128), odd(128), odd(128)].map(integer))
}

function sec1(given: Buffer | { scalar: Buffer } = { scalar: randomBytes(32) }): Buffer {
  const [scalar, more] = Buffer.isBuffer(given) ? [randomBytes(32), [given]] : [given.scalar, []]
  return sequence(integer(1n), octets(scalar), ...more)
}

/** SEC 1's explicit parameters, over a field of 4,000 bytes. */
function madeUpCurve(): Buffer {
  const field = sequence(oid('2a8648ce3d0101'), integer(odd(1500)))
  const curve = sequence(octets(randomBytes(1500)), octets(randomBytes(1500)))
  const base = octets(Buffer.from([4]), randomBytes(3000))
  return sequence(integer(1n), field, curve, base, integer(odd(1500)), integer(1n))
}

function nested(depth: number): Buffer {
  let bytes = sequence()
  for (let i = 1; i < depth; i++) bytes = sequence(bytes)
  return bytes
}

function numbers(count: number): Buffer[] {
  return Array.from({ length: count }, () => integer(odd(128)))
}

function odd(bytes: number): Buffer {
  const number = even(bytes)
  number.writeUInt8(number.readUInt8(bytes - 1) | 1, bytes - 1)
  return number
}

function even(bytes: number): Buffer {
  const number = randomBytes(bytes)
  number.writeUInt8(number.readUInt8(0) | 0x80, 0)
  number.writeUInt8(number.readUInt8(bytes - 1) & 0xfe, bytes - 1)
  return number
}

/** PKCS#8 of an Ed25519 key with its public half (RFC 8410, section 10.3). */
export function ed25519WithPublicHalf(seed: Buffer, publicKey: Buffer): Buffer {
  return sequence(integer(1n), ed25519, octets(octets(seed)), der(0x81, Buffer.alloc(1), publicKey))
}
