import type { PasswordVerifier } from '../plug-in/password-verifier.js'
import type { Digest } from './derive.js'
import { digestBytes, fitsPbkdf2, mayIterate } from './derive.js'
import { knownOptions, verifierOf } from './verifier.js'

/** How much work most of your hashes take; a refused sign-in takes as much. */
export interface DjangoPbkdf2Options {
  /** The number after the first `$` of your hashes. Default: 1,000,000, like that of Django 5.2. */
  readonly iterations?: number
}

/** How much work most of your hashes take; a refused sign-in takes as much. */
export interface PasslibPbkdf2Options {
  /** The number after the second `$` of your hashes. Default: 29,000, like that of Passlib for SHA-256. */
  readonly rounds?: number
}

interface Derived {
  readonly salt: Buffer | string
  readonly key: Buffer
  readonly iterations: number
  readonly digest: Digest
}

/** Makes the verifier of Django's hashes, such as `pbkdf2_sha256$1000000$salt$key` and `pbkdf2_sha1$…`. */
export function djangoPbkdf2(options: DjangoPbkdf2Options = {}): PasswordVerifier {
  const { iterations = 1_000_000 } = knownOptions('django-pbkdf2', options, ['iterations'])
  const dummy = `pbkdf2_sha256$${String(iterations)}$keyward$${'A'.repeat(43)}=`
  return verifierOf({ id: 'django-pbkdf2', dummy, read: readDjango, fits: fitsPbkdf2 })
}

/** Makes the verifier of Passlib's hashes, such as `$pbkdf2-sha256$29000$salt$key`, `$pbkdf2-sha512$…` and, of SHA-1, `$pbkdf2$…`. */
export function passlibPbkdf2(options: PasslibPbkdf2Options = {}): PasswordVerifier {
  const { rounds = 29_000 } = knownOptions('passlib-pbkdf2', options, ['rounds'])
  const dummy = `$pbkdf2-sha256$${String(rounds)}$a2V5d2FyZCwgbm9ib2R5cw$${'A'.repeat(43)}`
  return verifierOf({ id: 'passlib-pbkdf2', dummy, read: readPasslib, fits: fitsPbkdf2 })
}

/** Reads a hash of Django, whose salt is plain text. */
function readDjango(hash: string): Derived | null {
  const match = /^pbkdf2_(sha1|sha256)\$([1-9]\d{0,8})\$([^$]{1,128})\$([A-Za-z0-9+/]{27,43}=)$/.exec(hash)
  const [, digest, iterations, salt = '', key = ''] = match ?? []
  return derivedOf({ digest, iterations, salt, key: Buffer.from(key, 'base64') })
}

/** Reads a hash of Passlib, whose base64 has `.` for `+` and no padding. */
function readPasslib(hash: string): Derived | null {
  const match =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$([1-9]\d{0,8})\$([\w./]{0,128})\$([A-Za-z0-9./]{27,86})$/.exec(hash)
  if (!match) return null
  const [, digest = 'sha1', iterations, salt = '', key = ''] = match
  return derivedOf({ digest, iterations, salt: bytesOf(salt), key: bytesOf(key) })
}

function derivedOf(read: {
  readonly digest: string | undefined
  readonly iterations: string | undefined
  readonly salt: Buffer | string
  readonly key: Buffer
}): Derived | null {
  const { digest, salt, key } = read
  const iterations = Number(read.iterations)
  if (!isDigest(digest) || !mayIterate(iterations)) return null
  return key.length === digestBytes[digest] ? { salt, key, iterations, digest } : null
}

function isDigest(name: string | undefined): name is Digest {
  return name !== undefined && Object.hasOwn(digestBytes, name)
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64')
}
