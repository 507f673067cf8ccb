import { hash } from 'node:crypto'
import { deriveKey, keyIdOf } from './derive.js'

/** What is stored of a secret: it authenticates nothing by itself. */
export interface SecretHash {
  /** 64 lower-case hex digits. */
  readonly digest: string
  /** Which of the configured secrets made it. */
  readonly keyId: string
}

/** Turns secrets into what is stored of them, under the host's configured secrets. */
export interface Digester {
  /** Under the first configured secret. */
  digest(text: string): SecretHash
  /** Under each configured secret, the first first. */
  candidates(text: string): readonly SecretHash[]
  /** A name for a counter or the like that can't be guessed back. */
  label(text: string): string
}

/** Makes the digester for the host's secrets: the first one makes, all verify (HMAC-SHA-256, keys by HKDF). */
export function digester(secrets: readonly string[]): Digester {
  const keys = secrets.map((text) => ({ hmac: hmacSha256(deriveKey(text, 'digest')), keyId: keyIdOf(text) }))
  const [first] = keys
  if (!first) throw new TypeError('at least one secret is needed')
  return Object.freeze<Digester>({
    digest: (text) => under(first, text),
    candidates: (text) => keys.map((key) => under(key, text)),
    label: (text) => first.hmac(`label:${text}`),
  })
}

/** SHA-256 of a text that is not secret, as hex: for look-ups of names. */
export function fingerprint(text: string): string {
  return hash('sha256', text)
}

function under({ hmac, keyId }: { hmac: (text: string) => string; keyId: string }, text: string): SecretHash {
  return { digest: hmac(text), keyId }
}

/**
 * HMAC-SHA-256 (RFC 2104) under a key of at most 64 bytes, as hex, by two one-shot hashes: `createHmac` makes a stream
 * object each time, which cost as much as all else that a verification does in this process.
 */
export function hmacSha256(key: Buffer): (text: string) => string {
  const block = Buffer.alloc(64)
  key.copy(block)
  const inner = block.map((byte) => byte ^ 0x36)
  const outer = block.map((byte) => byte ^ 0x5c)
  return (text) => {
    // As text: a Buffer per hash would be memory of its own for the collector to follow.
    const first = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'binary')
    return hash('sha256', Buffer.concat([outer, Buffer.from(first, 'binary')]))
  }
}
