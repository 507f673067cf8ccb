import type { Lock } from './lock.js'
import { isWholeBlocks, lockCiphers } from './lock.js'
import { refusePrivateKey } from './refusal.js'

/** What stands between the two lines around a private key in PEM (RFC 7468) or OpenSSH's format. */
export interface Armoured {
  /** What the lines call it: `RSA`, `OPENSSH`, … */
  readonly label: string
  /** The encryption that headers tell of (RFC 1421, section 4.6). */
  readonly lock: Lock | null
  readonly body: Buffer
}

const begin = /-----BEGIN ([A-Z0-9]{0,16} ?)PRIVATE KEY-----/g
const encrypted = /^Proc-Type: *4 *, *ENCRYPTED/
const algorithm = /DEK-Info: *([A-Z0-9-]{1,32}) *,\s*/
const ciphers = {
  'AES-128-CBC': 'aes-128-cbc',
  'AES-192-CBC': 'aes-192-cbc',
  'AES-256-CBC': 'aes-256-cbc',
  'DES-EDE3-CBC': 'des-ede3-cbc',
} as const
/** What programs and mails put around lines; none of it can be part of the key. */
const around = /[\s"'`,;>\\]+/g

/**
 * Finds the one private key between BEGIN and END lines, however mail or chat programs broke its lines; `null` when no such line is there.
 * 422 for two keys, and for one that is cut short.
 */
export function armoured(text: string): Armoured | null {
  const begins = [...text.matchAll(begin)]
  const [first] = begins
  if (!first) return null
  const [line, label = ''] = first
  const start = first.index + line.length
  const end = text.indexOf(line.replace('BEGIN', 'END'), start)
  if (begins.length > 1 || end < 0) return refusePrivateKey('malformed')
  return { label: label.trim(), ...content(text.slice(start, end).trim()) }
}

/** Decodes base64 in its one canonical form, however it is broken into lines; 422 for anything else. */
export function canonicalBase64(broken: string): Buffer {
  const text = broken.replace(around, '')
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : refusePrivateKey('malformed')
}

function content(text: string): { lock: Lock | null; body: Buffer } {
  if (!encrypted.test(text)) return { lock: null, body: canonicalBase64(text) }
  const named = algorithm.exec(text)
  const [header = '', name = ''] = named ?? []
  if (!named || !isCipher(name)) return refusePrivateKey('encryption')
  const cipher = ciphers[name]
  const start = named.index + header.length
  // The length of the IV is known, so the base64 may follow on the same line, where a program joined the lines.
  const end = start + 2 * lockCiphers[cipher].blockBytes
  const iv = Buffer.from(text.slice(start, end), 'hex')
  const body = canonicalBase64(text.slice(end))
  if (iv.length !== lockCiphers[cipher].blockBytes || !isWholeBlocks(body, cipher)) {
    return refusePrivateKey('malformed')
  }
  return { lock: { cipher, kdf: { name: 'md5', iv } }, body }
}

function isCipher(name: string): name is keyof typeof ciphers {
  return Object.hasOwn(ciphers, name)
}
