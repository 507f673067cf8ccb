import type { PasswordVerifier } from '../plug-in/password-verifier.js'
import { knownOptions, verifierOf } from './verifier.js'

/** How much work most of your bcrypt hashes take; a refused sign-in takes as much. */
export interface BcryptOptions {
  /** The number after the second `$` of your hashes. Default: 10, like that of the libraries. */
  readonly cost?: number
}

/** The function `compare` of a bcrypt library, such as `bcrypt` or `bcryptjs`. */
export type BcryptCompare = (password: string, hash: string) => boolean | Promise<boolean>

/** A salt and a hash that look random: bcrypt in JavaScript would take a little less time for zeros. */
const ofNobody = 'nRwEHKsFZCJ1zGcJ0FNaFewEaDPjzQNlVLWtKGFY90m54skdVdIku'
/** At a cost of 15 a check takes two seconds and more. */
const maxCost = 15

/**
 * Makes the verifier of hashes such as `$2b$10$…` (`$2a$`, `$2y$`), which the library checks that made them. Like then, it looks at no more
 * than the first 72 bytes of a password; the argon2id hash that replaces the old one is of the whole. A password with a NUL byte fits no
 * hash, since libraries end it there.
 *
 * @example
 * passwords: { verifiers: [bcrypt(bcryptjs.compare)] }
 */
export function bcrypt(compare: BcryptCompare, options: BcryptOptions = {}): PasswordVerifier {
  if (typeof compare !== 'function')
    throw new TypeError('bcrypt: give it the function compare of your library')
  const { cost = 10 } = knownOptions('bcrypt', options, ['cost'])
  const dummy = `$2b$${String(cost).padStart(2, '0')}$${ofNobody}`
  return verifierOf({
    id: 'bcrypt',
    dummy,
    read,
    async fits(password, hash) {
      // A password that is refused anyway is compared all the same, so that the refusal takes as long.
      const fits = await compare(password, hash)
      return isBoolean(fits) && fits && !password.includes('\0')
    },
  })
}

/** The hash in a spelling that every library reads: `$2y$` is PHP's name for what others call `$2b$`. */
function read(hash: string): string | null {
  const [, rounds, rest] = /^\$2[aby]\$(\d\d)\$([A-Za-z0-9./]{53})$/.exec(hash) ?? []
  if (rounds === undefined || rest === undefined) return null
  const isWithin = Number(rounds) >= 4 && Number(rounds) <= maxCost
  return isWithin ? hash.replace('$2y$', '$2b$') : null
}

function isBoolean(answer: unknown): boolean {
  if (typeof answer === 'boolean') return true
  throw new TypeError('compare must answer true or false')
}
