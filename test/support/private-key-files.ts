import { execFileSync } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createHash, createHmac, createPublicKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mpint, string } from '../../src/ssh/packet.js'
import { publicBlobOf } from '../../src/ssh/public-half.js'
import { noteSecret } from './secrets.js'

/** A private key in a file, as a user would paste it, and its public line without a comment. */
export interface KeyFile {
  readonly text: string
  readonly publicKey: string
}

export interface KeyFileOptions {
  readonly type: 'ed25519' | 'ecdsa' | 'rsa' | 'dsa'
  readonly bits?: number
  /** OpenSSH's own format unless told otherwise. */
  readonly format?: 'PEM' | 'PKCS8'
  readonly passphrase?: string
  readonly more?: readonly string[]
}

/** Makes a key by ssh-keygen; every line of it is noted as secret. */
export function newKeyFile({ type, bits, format, passphrase = '', more = [] }: KeyFileOptions): KeyFile {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-key-'))
  try {
    const path = join(folder, 'key')
    const size = bits === undefined ? [] : ['-b', String(bits)]
    const form = format === undefined ? [] : ['-m', format]
    execFileSync('ssh-keygen', ['-q', '-t', type, ...size, ...form, ...more, '-N', passphrase, '-f', path])
    const publicKey = readFileSync(`${path}.pub`, 'utf8').split(' ', 2).join(' ')
    return { text: noteKey(readFileSync(path, 'utf8'), publicKey), publicKey }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Notes the lines of a private key as secret, but for those that stand in its public half as well. */
export function noteKey(text: string, publicKey: string): string {
  for (const line of text.split(/\r?\n/)) {
    if (/^[A-Za-z0-9+/=]{20,}$/.test(line) && !publicKey.includes(line)) noteSecret(line)
  }
  return text
}

/** A passphrase, noted as secret. */
export function newPassphrase(): string {
  const passphrase = `pass phrase ${randomBytes(9).toString('base64url')}`
  noteSecret(passphrase)
  return passphrase
}

/** A key in PuTTY's format 2, as puttygen wrote it until 2021 (PuTTY's manual, appendix C). */
export function ppk(key: KeyObject, passphrase?: string): KeyFile {
  const publicBlob = publicBlobOf(createPublicKey(key)) ?? Buffer.alloc(0)
  const algorithm = publicBlob.subarray(4, 4 + publicBlob.readUInt32BE()).toString()
  const encryption = passphrase === undefined ? 'none' : 'aes256-cbc'
  const plain = passphrase === undefined ? privateBlob(key) : padded(privateBlob(key))
  const mac = createHmac('sha1', sha1('putty-private-key-file-mac-key', passphrase ?? ''))
  for (const part of [algorithm, encryption, 'a comment', publicBlob, plain]) mac.update(string(part))
  const lines = [
    `PuTTY-User-Key-File-2: ${algorithm}`,
    `Encryption: ${encryption}`,
    'Comment: a comment',
    ...counted('Public', publicBlob),
    ...counted('Private', passphrase === undefined ? plain : encrypted(plain, passphrase)),
    `Private-MAC: ${mac.digest('hex')}`,
    '',
  ]
  const publicKey = `${algorithm} ${publicBlob.toString('base64')}`
  return { text: noteKey(lines.join('\r\n'), publicKey), publicKey }
}

/** A private key in OpenSSH's format whose KDF asks for that many rounds. */
export function askingForRounds(text: string, rounds: number): string {
  const lines = text.trim().split('\n')
  const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64')
  const at = bytes.indexOf(string('bcrypt')) + string('bcrypt').length
  // The options: their length, the salt's length, 16 bytes of salt, then the rounds.
  bytes.writeUInt32BE(rounds, at + 24)
  return [lines[0], ...(bytes.toString('base64').match(/.{1,70}/g) ?? []), lines.at(-1), ''].join('\n')
}

function privateBlob(key: KeyObject): Buffer {
  const { kty, d = '', p = '', q = '', qi = '' } = key.export({ format: 'jwk' })
  const [exponent, ...rest] = [d, p, q, qi].map((text) => Buffer.from(text, 'base64url'))
  if (kty === 'OKP') return string(exponent ?? '')
  const numbers = kty === 'RSA' ? [exponent, ...rest] : [exponent]
  return Buffer.concat(numbers.map((number) => mpint(number ?? Buffer.alloc(0))))
}

function padded(blob: Buffer): Buffer {
  return Buffer.concat([
    blob,
    createHash('sha1')
      .update(blob)
      .digest()
      .subarray(0, (16 - (blob.length % 16)) % 16),
  ])
}

function encrypted(plain: Buffer, passphrase: string): Buffer {
  const halves = [0, 1].map((n) => sha1(Buffer.from([0, 0, 0, n]), passphrase))
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat(halves).subarray(0, 32), Buffer.alloc(16))
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

function counted(name: string, blob: Buffer): string[] {
  const lines = blob.toString('base64').match(/.{1,64}/g) ?? []
  return [`${name}-Lines: ${String(lines.length)}`, ...lines]
}

function sha1(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
