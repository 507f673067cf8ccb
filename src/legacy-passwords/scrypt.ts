import type { PasswordVerifier } from '../plug-in/password-verifier.js'
import type { ScryptCost } from './derive.js'
import { fitsScrypt, isKey, mayScrypt } from './derive.js'
import { knownOptions, verifierOf } from './verifier.js'

/** How much work most of your `$scrypt$` hashes take; a refused sign-in takes as much. */
export interface PhcScryptOptions {
  /** The binary logarithm of N. Default: 16, like that of Passlib. */
  readonly ln?: number
  /** The size of a block. Default: 8. */
  readonly r?: number
  /** How many blocks are made side by side. Default: 1. */
  readonly p?: number
}

/** How the app called `crypto.scrypt`, and how it put together what it stored. */
export interface NodeScryptOptions {
  /** N, by its name in Node.js. Default: 16384, as there. */
  readonly cost?: number
  /** r, by its name in Node.js. Default: 8, as there. */
  readonly blockSize?: number
  /** p, by its name in Node.js. Default: 1, as there. */
  readonly parallelization?: number
  /** Whether scrypt was given the salt's hex digits as a text, or the bytes that they write. Default: `text`. */
  readonly salt?: 'text' | 'bytes'
  /** Which of the two comes first, and what divides them. Default: `salt:key`. */
  readonly form?: 'salt:key' | 'key:salt' | 'salt.key' | 'key.salt'
}

interface Scrypted {
  readonly salt: Buffer | string
  readonly key: Buffer
  readonly cost: ScryptCost
}

const dummySalt = '6b6579776172642c206e6f626f647973'
const forms: readonly string[] = ['salt:key', 'key:salt', 'salt.key', 'key.salt']

/** Makes the verifier of hashes such as `$scrypt$ln=16,r=8,p=1$salt$key`, which Passlib and the libraries of PHC strings make. */
export function phcScrypt(options: PhcScryptOptions = {}): PasswordVerifier {
  const { ln = 16, r = 8, p = 1 } = knownOptions('phc-scrypt', options, ['ln', 'r', 'p'])
  const dummy = `$scrypt$ln=${String(ln)},r=${String(r)},p=${String(p)}$a2V5d2FyZCwgbm9ib2R5cw$${'A'.repeat(43)}`
  return verifierOf({ id: 'phc-scrypt', dummy, read: readPhc, fits: fitsScrypt })
}

/** Makes the verifier of better-auth's hashes: salt and key in hex, always of the same cost. */
export function betterAuthScrypt(): PasswordVerifier {
  const cost = { N: 16_384, r: 16, p: 1 }
  return verifierOf<Scrypted>({
    id: 'better-auth-scrypt',
    dummy: `${dummySalt}:${'00'.repeat(64)}`,
    read(hash) {
      const [, salt, key] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(hash) ?? []
      return salt === undefined || key === undefined ? null : { salt, key: Buffer.from(key, 'hex'), cost }
    },
    fits: (password, of) => fitsScrypt(password.normalize('NFKC'), of),
  })
}

/** Makes the verifier of hashes that an app made by `crypto.scrypt` of Node.js: salt and key in hex. */
export function nodeScrypt(options: NodeScryptOptions = {}): PasswordVerifier {
  const known = ['cost', 'blockSize', 'parallelization', 'salt', 'form'] as const
  const given = knownOptions('node-scrypt', options, known)
  const {
    cost: N = 16_384,
    blockSize: r = 8,
    parallelization: p = 1,
    salt = 'text',
    form = 'salt:key',
  } = given
  if (!forms.includes(form) || !['text', 'bytes'].includes(salt)) {
    throw new TypeError('node-scrypt: salt must be text or bytes, and form one of those documented')
  }
  const key = '00'.repeat(64)
  const dummy = form.replace('salt', dummySalt).replace('key', key)
  const cost = { N, r, p }
  return verifierOf<Scrypted>({ id: 'node-scrypt', dummy, read, fits: fitsScrypt })

  function read(hash: string): Scrypted | null {
    const [, first = '', divider, second = ''] =
      /^([0-9a-f]{16,256})([:.])([0-9a-f]{16,256})$/i.exec(hash) ?? []
    if (divider === undefined || !form.includes(divider) || !mayScrypt(cost)) return null
    const [saltText, keyText] = form.startsWith('salt') ? [first, second] : [second, first]
    const key = Buffer.from(keyText, 'hex')
    if (keyText.length % 2 > 0 || !isKey(key)) return null
    return { salt: salt === 'bytes' ? Buffer.from(saltText, 'hex') : saltText, key, cost }
  }
}

function readPhc(hash: string): Scrypted | null {
  const match =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/]{0,128})={0,2}\$([A-Za-z0-9+/]{22,171})={0,2}$/.exec(
      hash,
    )
  if (!match) return null
  const [, ln, r, p, salt = '', text = ''] = match
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) }
  const key = Buffer.from(text, 'base64')
  return mayScrypt(cost) && isKey(key) ? { salt: Buffer.from(salt, 'base64'), key, cost } : null
}
