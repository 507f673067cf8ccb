import type { Options } from '../options.js'
import type { PasswordVerifier } from '../plug-in/password-verifier.js'
import type { Passwords } from './password.js'
import { isTooLong } from './password.js'

/** What a password was found to be; `unreadable` = wrong, because nothing here can read the hash that is stored. */
type PasswordVerdict = 'right' | 'wrong' | 'unreadable'

/** Hashes passwords, and judges them by hashes of every kind that can be read here. */
export interface PasswordHashes extends Pick<Passwords, 'queue' | 'hash'> {
  /**
   * Judges a password by the hash that is stored (`null` = none). Before a password is refused, one hash of each kind is verified, whatever
   * is stored, so that the time tells nobody which kind it was. Call it inside `queue.run`.
   */
  judge(password: string, stored: string | null): Promise<PasswordVerdict>
  /** Whether a stored hash can be verified here. */
  isReadable(stored: string): boolean
  /** Whether a stored hash is to be replaced by a new one when its password was right. */
  outdated(stored: string): boolean
}

/** Nobody stores a longer hash, so no pattern is tried on one. */
const maxHashLength = 1024

/** Puts the host's verifiers beside keyward's own argon2id. */
export function passwordHashes(
  own: Passwords,
  { verifiers, rehash }: Pick<Options['passwords'], 'verifiers' | 'rehash'>,
): PasswordHashes {
  /** The first hash of each kind that was met, which is the dummy of verifiers without one. */
  const met = new Map<string, string>()
  let isWarned = false

  return Object.freeze({
    queue: own.queue,
    hash: (password) => own.hash(password),
    isReadable: (stored) => own.isReadable(stored) || readersOf(stored).length > 0,
    outdated: (stored) => rehash && own.outdated(stored),
    async judge(password, stored) {
      const isOwn = stored !== null && own.isReadable(stored)
      const readers = stored === null ? [] : readersOf(stored)
      if (await isRight()) return 'right'
      // Each kind of hash that was not asked does its work all the same, on a dummy, so that the time is the same.
      if (!isOwn) await own.verify(password, null)
      for (const verifier of verifiers) {
        if (!readers.includes(verifier)) await verifyDummy(verifier, password)
      }
      if (stored === null || isOwn || readers.length > 0) return 'wrong'
      warn()
      return 'unreadable'

      async function isRight(): Promise<boolean> {
        if (stored === null) return false
        if (isOwn && (await own.verify(password, stored))) return true
        let fits = false
        for (const reader of readers) fits ||= await verifyBy(reader, password, stored)
        return fits
      }
    },
  } satisfies PasswordHashes)

  function readersOf(stored: string): readonly PasswordVerifier[] {
    if (stored.length > maxHashLength) return []
    const readers = verifiers.filter((verifier) => verifier.recognises(stored))
    for (const { id } of readers) if (!met.has(id)) met.set(id, stored)
    return readers
  }

  /** Verifies a password; one that is too long is nobody's, and costs as much as an empty one, so that sending more causes no more work. */
  async function verifyBy(verifier: PasswordVerifier, password: string, stored: string): Promise<boolean> {
    if (!isTooLong(password)) return verifier.verify(password, stored)
    await verifier.verify('', stored)
    return false
  }

  async function verifyDummy(verifier: PasswordVerifier, password: string): Promise<void> {
    const dummy = verifier.dummy ?? met.get(verifier.id)
    if (dummy !== undefined) await verifyBy(verifier, password, dummy)
  }

  /** Warns once, since an attacker chooses how often somebody tries. The audit says whose hash it is. */
  function warn(): void {
    if (isWarned) return
    isWarned = true
    process.emitWarning(
      'a password hash is of a kind that is not known here: nobody can sign in with it; see passwords.verifiers',
      { code: 'KEYWARD_UNREADABLE_HASH' },
    )
  }
}
