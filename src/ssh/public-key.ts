import { hash } from 'node:crypto'
import type { KeywardError } from '../errors.js'
import { invalidField } from '../errors.js'
import type { SshKeyType } from '../policy/ssh-key.js'
import { foreignForm } from './foreign-form.js'
import type { KeyRefusal } from './key-type.js'
import { keyReaders } from './key-type.js'
import { visibleLines, withLineEnds } from './pasted-text.js'
import { readStrings, writeStrings } from './wire.js'

/** A public key, written anew from its parsed parts: nothing of the pasted text is in it. */
export interface PublicKey {
  readonly type: SshKeyType
  readonly bits: number
  /** The wire form, base64. */
  readonly blob: string
  /** SHA-256 of the wire form, 64 hex digits. */
  readonly fingerprint: string
}

const maxLength = 16 * 1024
const beginRfc4716 = '---- BEGIN SSH2 PUBLIC KEY ----'
const markStart = '---- '
const endRfc4716 = '---- END SSH2 PUBLIC KEY ----'
const certificate = /-cert-v\d\d@openssh\.com$/
const typeName = /^(ssh|ecdsa|sk|rsa|webauthn-sk|x509v3|spki|pgp)-[a-z0-9.@-]{1,64}$/

const messages: Readonly<Record<KeyRefusal, string>> = {
  required: 'paste a public key',
  private_key_pasted: 'this is a private key: it was not stored, but make a new one, and paste the .pub file',
  unsupported_type: 'this type of key, or a key with such numbers, is not supported: make an ed25519 key',
  too_short: 'the key is too short: make an ed25519 key, or a longer RSA key',
  options_not_allowed: 'the line must begin with the type of the key: leave out what stands before it',
  one_key_only: 'give one key, on one line',
  certificate_not_allowed: 'this is a certificate: paste the key it was made for',
  pkcs8_public_key:
    'this is a public key in PEM or DER, not as SSH writes it: ssh-keygen -i -m PKCS8 -f key.pem converts it, or for Ed25519 ssh-keygen -y -f the private key',
  pkcs1_public_key:
    'this is an RSA public key in PEM or DER, not as SSH writes it: ssh-keygen -i -m PEM -f key.pem converts it',
  malformed_key: 'this is not a public key: paste the one line of the .pub file, all of it',
}

/**
 * Reads a pasted public key, one line as in a `.pub` file or RFC 4716 (PuTTY), strictly; else 422 with the reason.
 * What a person cannot see in the text makes no difference, nor do comment lines around the key. Only the parsed numbers are kept.
 */
export function parsePublicKey(text: string): PublicKey {
  const lines = visibleLines(text).filter((line) => !line.startsWith('#'))
  const foreign = foreignForm(lines)
  if (foreign !== null) throw keyRefused(foreign)
  if (lines.join('\n').length > maxLength) throw keyRefused('malformed_key')
  const [first, ...more] = lines
  if (first === undefined) throw keyRefused('required')
  if (first.startsWith(markStart)) return fromBlob(null, bodyOfRfc4716(lines))
  if (first.startsWith('-----BEGIN')) throw keyRefused('malformed_key')
  if (more.length > 0) throw keyRefused('one_key_only')
  return fromBlob(...partsOfLine(first))
}

/** The error that refuses a public key: a 422 on the field `publicKey`, with what to do about it. */
export function keyRefused(reason: KeyRefusal): KeywardError {
  return invalidField('publicKey', reason, messages[reason])
}

function partsOfLine(line: string): [type: SshKeyType, base64: string] {
  if (/\p{Cc}/u.test(line)) throw keyRefused('malformed_key')
  const [first = '', ...rest] = withoutWrittenOutEnds(line).split(/ +/)
  if (isSupported(first)) return [first, rest[0] ?? '']
  if (certificate.test(first)) throw keyRefused('certificate_not_allowed')
  if (typeName.test(first)) throw keyRefused('unsupported_type')
  // What stands before the type are options of authorized_keys, or a marker or the host of known_hosts.
  throw keyRefused(rest.some((word) => typeName.test(word)) ? 'options_not_allowed' : 'malformed_key')
}

/** A line without the escaped line ends at its end, as programs write them into a string: a backslash and a letter. */
function withoutWrittenOutEnds(line: string): string {
  let end = line.length
  // From the end on, since an expression with `+$` would begin anew at each of thousands of them.
  while (line[end - 2] === '\\' && (line[end - 1] === 'n' || line[end - 1] === 'r')) end -= 2
  return line.slice(0, end)
}

/** The base64 of RFC 4716, section 3: it follows headers, which have a colon and go on in the next line after a backslash. */
function bodyOfRfc4716(given: readonly string[]): string {
  const [only = ''] = given
  const [begin, ...lines] = given.length > 1 ? given : visibleLines(withLineEnds(only))
  if (lines.some((line) => isMark(line, beginRfc4716))) throw keyRefused('one_key_only')
  if (!isMark(begin, beginRfc4716) || !isMark(lines.pop(), endRfc4716)) throw keyRefused('malformed_key')
  for (let inHeader = lines[0]?.includes(':'); inHeader;) {
    const continues = lines.shift()?.endsWith('\\')
    inHeader = continues || lines[0]?.includes(':')
  }
  return lines.join('').replaceAll(' ', '')
}

function isMark(line: string | undefined, mark: string): boolean {
  return line?.replaceAll(/ +/g, ' ') === mark
}

function fromBlob(declared: SshKeyType | null, base64: string): PublicKey {
  const [name, ...fields] = readStrings(decode(base64)) ?? []
  const type = name?.toString('latin1') ?? ''
  // Somebody put another type, or a certificate, behind the name of a key.
  if (declared !== null && declared !== type) throw keyRefused('malformed_key')
  if (!isSupported(type)) throw keyRefused(typeName.test(type) ? 'unsupported_type' : 'malformed_key')
  const bits = keyReaders[type](fields)
  if (typeof bits !== 'number') throw keyRefused(bits)
  const blob = writeStrings([Buffer.from(type), ...fields])
  return { type, bits, blob: blob.toString('base64'), fingerprint: hash('sha256', blob) }
}

/** Decodes base64, which must be written in its one canonical way: padded, with no stray bits at the end. */
function decode(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) throw keyRefused('malformed_key')
  return bytes
}

function isSupported(type: string): type is SshKeyType {
  return Object.hasOwn(keyReaders, type)
}
