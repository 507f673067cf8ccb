import { pbkdf2Sync, scryptSync } from 'node:crypto'
import { compare, hashSync } from 'bcryptjs'
import type { PasswordVerifier } from '../../src/legacy-passwords/index.js'
import { bcrypt, djangoPbkdf2, phcScrypt } from '../../src/legacy-passwords/index.js'
import { countHashes } from './hashes.js'

/** Kinds of hashes that apps bring along, each made at little cost. */
export const legacyHashes: Readonly<Record<string, (password: string) => string>> = {
  bcrypt: (password) => hashSync(password, 4),
  pbkdf2: (password) =>
    `pbkdf2_sha256$1000$salt$${pbkdf2Sync(password, 'salt', 1000, 32, 'sha256').toString('base64')}`,
  scrypt: (password) => {
    const key = scryptSync(password, 'salt', 32, { N: 1024 }).toString('base64')
    return `$scrypt$ln=10,r=8,p=1$c2FsdA$${key.slice(0, -1)}`
  },
}

/** Verifiers of these that count what they are asked to verify. */
export interface CountedVerifiers {
  readonly verifiers: readonly PasswordVerifier[]
  /** How often each verified, by id, and argon2id, while the work was done. */
  countsOf(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>>
}

export function countedVerifiers(): CountedVerifiers {
  const counts = new Map<string, number>()
  const known = [bcrypt(compare, { cost: 4 }), djangoPbkdf2({ iterations: 1000 }), phcScrypt({ ln: 10 })]
  return {
    verifiers: known.map(({ id, dummy, recognises, verify }) => ({
      id,
      dummy,
      recognises,
      verify(password, hash) {
        counts.set(id, (counts.get(id) ?? 0) + 1)
        return verify(password, hash)
      },
    })),
    async countsOf(work) {
      counts.clear()
      using hashes = countHashes()
      await work()
      return { argon2id: hashes.count, ...Object.fromEntries(counts) }
    },
  }
}
