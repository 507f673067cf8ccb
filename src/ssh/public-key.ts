import { hash } from 'node:crypto'
import type { KeywardError } from '../errors.js'
import { invalidField } from '../errors.js'
import type { SshKeyType } from '../policy/ssh-key.js'
import type { KeyRefusal } from './key-type.js'
import { keyReaders } from './key-type.js'
import { readStrings, writeStrings } from './wire.js'

/** A public key, written anew from its parts. */
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
const endRfc4716 = '---- END SSH2 PUBLIC KEY ----'
/** PEM, RFC 4716's sibling, PuTTY, SSH 1, and the first bytes of an OpenSSH key without its header. */
const privateKey =
  /-{4,5} ?BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY|PuTTY-User-Key-File-\d|SSH PRIVATE KEY FILE|^\s*b3BlbnNzaC1rZXktdjE/
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
  malformed_key: 'this is not a public key: paste the one line of the .pub file, all of it',
}

/**
 * Reads a pasted public key, one line as in a `.pub` file or RFC 4716 (PuTTY), strictly; else 422 with the reason.
 * Nothing of the text but the parsed numbers is kept.
 */
export function parsePublicKey(text: string): PublicKey {
  if (privateKey.test(text)) throw keyRefused('private_key_pasted')
  if (text.length > maxLength) throw keyRefused('malformed_key')
  const trimmed = text.trim()
  if (trimmed === '') throw keyRefused('required')
  if (trimmed.startsWith(beginRfc4716)) return fromBlob(null, bodyOfRfc4716(trimmed))
  const [type, base64] = partsOfLine(trimmed)
  return fromBlob(type, base64)
}

/** The refusal of a public key, for its field. */
export function keyRefused(reason: KeyRefusal): KeywardError {
  return invalidField('publicKey', reason, messages[reason])
}

function partsOfLine(text: string): [type: SshKeyType, base64: string] {
  if (text.startsWith('-----BEGIN')) throw keyRefused('malformed_key')
  if (linesOf(text).length > 1) throw keyRefused('one_key_only')
  // A tab separates as a blank does; no other control character belongs in a line.
  if (/[^\P{Cc}\t]/u.test(text)) throw keyRefused('malformed_key')
  const [first = '', ...rest] = text.split(/[ \t]+/)
  if (isSupported(first)) return [first, rest[0] ?? '']
  if (certificate.test(first)) throw keyRefused('certificate_not_allowed')
  if (typeName.test(first)) throw keyRefused('unsupported_type')
  // authorized_keys options, a marker, or the host of known_hosts.
  throw keyRefused(rest.some((word) => typeName.test(word)) ? 'options_not_allowed' : 'malformed_key')
}

/** RFC 4716, section 3: headers with a colon, each going on after a backslash, then base64. */
function bodyOfRfc4716(text: string): string {
  const [, ...lines] = linesOf(text)
  if (lines.includes(beginRfc4716)) throw keyRefused('one_key_only')
  if (lines.pop() !== endRfc4716) throw keyRefused('malformed_key')
  for (let inHeader = lines[0]?.includes(':'); inHeader;) {
    const continues = lines.shift()?.endsWith('\\')
    inHeader = continues || lines[0]?.includes(':')
  }
  return lines.join('')
}

function fromBlob(declared: SshKeyType | null, base64: string): PublicKey {
  const [name, ...fields] = readStrings(decode(base64)) ?? []
  const type = name?.toString('latin1') ?? ''
  // Another type, or a certificate, behind a key's name.
  if (declared !== null && declared !== type) throw keyRefused('malformed_key')
  if (!isSupported(type)) throw keyRefused(typeName.test(type) ? 'unsupported_type' : 'malformed_key')
  const bits = keyReaders[type](fields)
  if (typeof bits !== 'number') throw keyRefused(bits)
  const blob = writeStrings([Buffer.from(type), ...fields])
  return { type, bits, blob: blob.toString('base64'), fingerprint: hash('sha256', blob) }
}

/** Base64 that stands for its bytes in the one right way: padded, no bits to spare. */
function decode(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) throw keyRefused('malformed_key')
  return bytes
}

function linesOf(text: string): string[] {
  return text.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
}

function isSupported(type: string): type is SshKeyType {
  return Object.hasOwn(keyReaders, type)
}
