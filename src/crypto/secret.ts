import { randomBytes, randomInt } from 'node:crypto'
import { inspect } from 'node:util'
import { crc32 } from 'node:zlib'

/** A secret, kept out of logs: only `reveal()` gives its text. */
export interface Secret {
  reveal(): string
}

/** What a secret is for, which its text says. */
export type SecretKind =
  'api_key' | 'token' | 'session' | 'pending_sign_in' | 'host' | 'device' | 'one_time_link'

const letters: Record<SecretKind, string> = {
  api_key: 'k',
  token: 't',
  session: 's',
  pending_sign_in: 'p',
  host: 'h',
  device: 'd',
  one_time_link: 'o',
}
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Consonants without Y, by which no word is spelled (RFC 8628, section 6.1). */
export const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ'
/** How many letters a user code has. */
export const userCodeLength = 8
const randomLength = 30
const checksumLength = 6
/** The longest prefix that the option `secretPrefix` may choose, in characters. */
export const maxPrefixLength = 8

/** Wraps a text so that printing, logging or serialising it shows `[secret]`. */
export function secret(text: string): Secret {
  const hidden = (): string => '[secret]'
  return Object.freeze({
    reveal: () => text,
    toString: hidden,
    toJSON: hidden,
    [inspect.custom]: hidden,
  } satisfies Secret & Record<'toString' | 'toJSON' | typeof inspect.custom, () => string>)
}

/** Makes a new secret of a kind: `<prefix><letter>_`, 30 random base62 characters, 6 of CRC-32. */
export function mint(prefix: string, kind: SecretKind): Secret {
  const body = `${prefix}${letters[kind]}_${randomBase62(randomLength)}`
  return secret(body + checksum(body))
}

/** Whether a text has the form of a secret of keyward's, with any prefix: right length, alphabet and checksum. */
export function isWellFormed(text: string): boolean {
  const start = text.length - randomLength - checksumLength
  if (start < 3 || start > maxPrefixLength + 2 || text[start - 1] !== '_') return false
  const end = text.length - checksumLength
  return isBase62(text, start) && text.slice(end) === checksum(text.slice(0, end))
}

/** The kind of a well-formed secret with this prefix; `null` for anything else, which spares a look-up in the database. */
export function kindOf(prefix: string, text: string): SecretKind | null {
  return isWellFormed(text) ? claimedKind(prefix, text) : null
}

/** The kind that a text claims to be by how it begins, whether it is well-formed or not; `null` = none. */
export function claimedKind(prefix: string, text: string): SecretKind | null {
  if (!text.startsWith(prefix) || text[prefix.length + 1] !== '_') return null
  switch (text[prefix.length]) {
    case letters.api_key:
      return 'api_key'
    case letters.token:
      return 'token'
    case letters.session:
      return 'session'
    case letters.host:
      return 'host'
    case letters.device:
      return 'device'
    case letters.pending_sign_in:
      return 'pending_sign_in'
    case letters.one_time_link:
      return 'one_time_link'
    default:
      return null
  }
}

/** What a list may show of a secret, such as `kwk_7Hq2…9fXa`. */
export function hintOf(secret: Secret): string {
  const text = secret.reveal()
  return `${text.slice(0, text.indexOf('_') + 5)}…${text.slice(-4)}`
}

/** Makes a password of 20 random base62 characters, for an administrator to hand over. */
export function temporaryPassword(): Secret {
  return secret(randomBase62(20))
}

/** Makes a code for people to type, of 8 letters that each of 20 is as likely to be: one of 2.56 × 10^10. */
export function newUserCode(): string {
  return randomText(userCodeAlphabet, userCodeLength)
}

/** Makes random bytes, for secrets that have a form of their own. */
export function secretBytes(length: number): Buffer {
  return randomBytes(length)
}

function randomBase62(length: number): string {
  return randomText(alphabet, length)
}

function randomText(letters: string, length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let i = 0; i < checksumLength; i++) {
    text = (alphabet[rest % alphabet.length] ?? '') + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}

function isBase62(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    const digit = c >= 48 && c <= 57
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
    if (!digit && !letter) return false
  }
  return true
}
