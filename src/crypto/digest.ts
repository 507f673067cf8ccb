import { hash } from 'node:crypto'
import { deriveKey, keyIdOf } from './derive.js'

/** What is stored of a secret. Whoever steals it cannot sign in with it. */
export interface SecretHash {
  /** 64 lower-case hex digits. */
  readonly digest: string
  /** The id of the configured secret that made it. */
  readonly keyId: string
}

/** Turns secrets into what is stored of them, under the host's configured secrets. */
export interface Digester {
  /** The hash under the first configured secret: what is stored. */
  digest(text: string): SecretHash
  /** The hashes under each configured secret, the first one first: what may have been stored. */
  candidates(text: string): readonly SecretHash[]
  /** A name for a counter or the like, from which the text cannot be guessed back, under the first configured secret. */
  label(text: string): string
  /** Such names under each configured secret, the first one first: those after it were in use before a new secret was put in front. */
  labels(text: string): readonly string[]
}

/** Makes the digester for the host's secrets: the first one makes, all verify (HMAC-SHA-256, keys by HKDF). */
export function digester(secrets: readonly string[]): Digester {
  const keys = secrets.map((text) => ({ hmac: hmacSha256(deriveKey(text, 'digest')), keyId: keyIdOf(text) }))
  const [first] = keys
  if (!first) throw new TypeError('at least one secret is needed')
  return Object.freeze({
    digest: (text) => under(first, text),
    candidates: (text) => keys.map((key) => under(key, text)),
    label: (text) => labelUnder(first, text),
    labels: (text) => keys.map((key) => labelUnder(key, text)),
  } satisfies Digester)
}

/** The SHA-256 of a text that is not secret, as hex, to look names up by. */
export function fingerprint(text: string): string {
  return hash('sha256', text)
}

/** What was derived from a configured secret. */
interface DigestKey {
  readonly hmac: (text: string) => string
  readonly keyId: string
}

function under({ hmac, keyId }: DigestKey, text: string): SecretHash {
  return { digest: hmac(text), keyId }
}

function labelUnder({ hmac }: DigestKey, text: string): string {
  return hmac(`label:${text}`)
}

/**
 * Makes HMAC-SHA-256 (RFC 2104) under a key of at most 64 bytes, as hex, out of two one-shot hashes: `createHmac` makes a stream
 * object each time, which cost as much as everything else that a verification does in this process.
 */
export function hmacSha256(key: Buffer): (text: string) => string {
  const block = Buffer.alloc(64)
  key.copy(block)
  const inner = block.map((byte) => byte ^ 0x36)
  const outer = block.map((byte) => byte ^ 0x5c)
  return (text) => {
    // The inner hash is kept as text: a Buffer for each hash would be more memory for the garbage collector to follow.
    const first = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'binary')
    return hash('sha256', Buffer.concat([outer, Buffer.from(first, 'binary')]))
  }
}
