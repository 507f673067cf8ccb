import { invalidField, KeywardError } from '../errors.js'
import type { DerValue } from './der.js'
import { derContent, derSequence, derTag, derValues } from './der.js'
import { packetReader } from './packet.js'
import { publicHalf } from './public-half.js'

/** A private key as it was pasted, known by its clear header only: nothing has been decrypted. */
export interface PrivateKeyFile {
  /** `pem`: PKCS#1, SEC1 and PKCS#8. */
  readonly format: 'openssh' | 'pem' | 'ppk'
  /** The key alone, without what stood around it. */
  readonly text: string
  readonly encrypted: boolean
  /** The public key the file claims to go with; `null` where the format has none in the clear. */
  readonly publicBlob: Uint8Array | null
}

/** Why a pasted key is not taken, by code. */
const refusals = {
  malformed_key: 'is not a private key that can be read',
  public_key_pasted: 'is a public key: paste the private one, from the file without .pub',
  ppk_not_supported:
    'is in PuTTY’s format 3: convert it with `puttygen key.ppk -O private-openssh -o key` and paste that',
  unsupported_type:
    'is of a kind that is not supported: use Ed25519, ECDSA on a NIST curve or RSA of 2048 to 8192 bits; a key of type sk-… lives on its token',
  unsupported_encryption:
    'is encrypted in a way that is not supported: run `ssh-keygen -p -Z aes256-ctr -f key` or `openssl pkcs8 -topk8 -v2 aes-256-cbc`',
} as const

const maxBytes = 16 * 1024
/** bcrypt takes 21 ms a round and the file says how many: 2³² would never end. */
const maxRounds = 64
/** For PBKDF2, likewise. */
const maxIterations = 1_000_000

const openSshMagic = 'openssh-key-v1\0'
const openSshCiphers = [
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
  'aes128-cbc',
  'aes192-cbc',
  'aes256-cbc',
  '3des-cbc',
]
const pemCiphers = ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC']
/** RFC 8018, appendix A.4 and A.2: `id-PBES2`, `id-PBKDF2`; then AES-128, -192 and -256 and triple DES, each in CBC. */
const pbes2 = '2a864886f70d01050d'
const pbkdf2 = '2a864886f70d01050c'
const pbes2Ciphers = ['608648016503040102', '608648016503040116', '60864801650304012a', '2a864886f70d0307']
/** RFC 7468, section 2: the lines around a key, and what kind of key they name. */
const begin = /^-----BEGIN ([A-Z0-9]{0,16} ?)PRIVATE KEY-----$/
const end = /^-----END ([A-Z0-9]{0,16} ?)PRIVATE KEY-----$/

/** Refuses a pasted key: a 422 for the field `privateKey`. */
export function refusePrivateKey(code: keyof typeof refusals): never {
  throw invalidField('privateKey', code, refusals[code])
}

/** Reads the clear header of a pasted key; 413 over 16 KiB, 422 for what is no key that can be taken. */
export function privateKeyFile(pasted: string): PrivateKeyFile {
  if (Buffer.byteLength(pasted) > maxBytes) throw new KeywardError('payload_too_large')
  const lines = pasted
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
  try {
    return read(lines.slice(lines.findIndex((line) => line !== '')))
  } catch (error) {
    if (error instanceof KeywardError) throw error
    // Of what the readers throw nothing is passed on: it may quote the key.
    return refusePrivateKey('malformed_key')
  }
}

function read(lines: readonly string[]): PrivateKeyFile {
  const [first = ''] = lines
  if (first.startsWith('PuTTY-User-Key-File-')) return ppk(lines)
  const begins = lines.filter((line) => label(begin, line) !== null)
  if (begins.length === 1) return armoured(lines)
  if (begins.length === 0 && isPublic(first)) return refusePrivateKey('public_key_pasted')
  return refusePrivateKey('malformed_key')
}

/** The kind that such a line names; `null` for another line. */
function label(edge: RegExp, line: string | undefined): string | null {
  return edge.exec(line ?? '')?.[1]?.trim() ?? null
}

function isPublic(first: string): boolean {
  return (
    /^(ssh-|ecdsa-sha2-|sk-)\S+ +[A-Za-z0-9+/]/.test(first) ||
    /^-{4,5} ?BEGIN [A-Z0-9 ]{0,16}PUBLIC KEY/.test(first)
  )
}

function armoured(lines: readonly string[]): PrivateKeyFile {
  const start = lines.findIndex((line) => label(begin, line) !== null)
  const kind = label(begin, lines[start])
  const length = lines.slice(start).findIndex((line) => label(end, line) === kind)
  if (length < 0) return refusePrivateKey('malformed_key')
  const block = lines.slice(start, start + length + 1)
  const file = { format: 'pem', text: `${block.join('\n')}\n`, encrypted: false, publicBlob: null } as const
  switch (kind) {
    case 'OPENSSH':
      return { ...file, format: 'openssh', ...openSsh(base64(block.slice(1, -1))) }
    case 'ENCRYPTED':
      checkPbes2(base64(block.slice(1, -1)))
      return { ...file, encrypted: true }
    case 'RSA':
    case 'EC':
      return { ...file, encrypted: isPemEncrypted(block) }
    case '':
      return file
    case 'DSA':
      return refusePrivateKey('unsupported_type')
    default:
      return refusePrivateKey('malformed_key')
  }
}

/** OpenSSH's PROTOCOL.key: cipher, KDF with its options, number of keys and public key are in the clear. */
function openSsh(bytes: Buffer): Pick<PrivateKeyFile, 'encrypted' | 'publicBlob'> {
  if (bytes.subarray(0, openSshMagic.length).toString('latin1') !== openSshMagic)
    return refusePrivateKey('malformed_key')
  const reader = packetReader(bytes.subarray(openSshMagic.length))
  const [cipher, kdf, options, keys] = [reader.text(), reader.text(), reader.string(), reader.uint32()]
  const publicBlob = reader.string()
  if (keys !== 1 || !isUsableKdf(cipher, kdf, options)) return refusePrivateKey('malformed_key')
  if (!publicHalf(publicBlob)) return refusePrivateKey('unsupported_type')
  if (cipher !== 'none' && !openSshCiphers.includes(cipher)) return refusePrivateKey('unsupported_encryption')
  reader.string()
  reader.end()
  return { encrypted: cipher !== 'none', publicBlob }
}

function isUsableKdf(cipher: string, kdf: string, options: Buffer): boolean {
  if (kdf === 'none' || cipher === 'none') return kdf === cipher
  const reader = packetReader(options)
  const [salt, rounds] = [reader.string(), reader.uint32()]
  return kdf === 'bcrypt' && salt.length > 0 && rounds >= 1 && rounds <= maxRounds
}

/** RFC 8018: only PBES2 with PBKDF2, whose iterations are in the clear. */
function checkPbes2(bytes: Buffer): void {
  const [scheme, parameters] = derSequence(derSequence(derValues(bytes)[0])[0])
  if (oidOf(scheme) !== pbes2) return refusePrivateKey('unsupported_encryption')
  const [derivation, encryption] = derSequence(parameters)
  const [kdf, settings] = derSequence(derivation)
  const [cipher] = derSequence(encryption)
  if (oidOf(kdf) !== pbkdf2 || !pbes2Ciphers.includes(oidOf(cipher))) {
    return refusePrivateKey('unsupported_encryption')
  }
  const digits = derContent(derSequence(settings)[1], derTag.integer)
  const iterations = digits.length > 4 ? Infinity : digits.readIntBE(0, digits.length)
  if (iterations < 1 || iterations > maxIterations) return refusePrivateKey('malformed_key')
}

function oidOf(value: DerValue | undefined): string {
  return derContent(value, derTag.oid).toString('hex')
}

/** RFC 1421, section 4.6: the encryption of old stands in headers; its KDF is one round of MD5. */
function isPemEncrypted(block: readonly string[]): boolean {
  if (!block.some((line) => /^Proc-Type: *4, *ENCRYPTED$/.test(line))) return false
  const cipher = block
    .map((line) => /^DEK-Info: *([A-Z0-9-]+),/.exec(line)?.[1])
    .find((found) => found !== undefined)
  if (cipher === undefined || !pemCiphers.includes(cipher)) return refusePrivateKey('unsupported_encryption')
  return true
}

/** PuTTY's manual, appendix C: format 2 has the public key in the clear and no KDF to speak of. */
function ppk(lines: readonly string[]): PrivateKeyFile {
  const version = /^PuTTY-User-Key-File-(\d{1,3}): /.exec(lines[0] ?? '')?.[1]
  if (version === '3') return refusePrivateKey('ppk_not_supported')
  const encryption = /^Encryption: (none|aes256-cbc)$/.exec(lines[1] ?? '')?.[1]
  const count = Number(/^Public-Lines: (\d{1,3})$/.exec(lines[3] ?? '')?.[1])
  if (version !== '2' || encryption === undefined || Number.isNaN(count))
    return refusePrivateKey('malformed_key')
  const publicBlob = base64(lines.slice(4, 4 + count))
  if (!publicHalf(publicBlob)) return refusePrivateKey('unsupported_type')
  return { format: 'ppk', text: lines.join('\n'), encrypted: encryption !== 'none', publicBlob }
}

/** Base64 in lines, in its one canonical form. */
function base64(lines: readonly string[]): Buffer {
  const text = lines.join('')
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : refusePrivateKey('malformed_key')
}
