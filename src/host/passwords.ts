import { readInput } from '../input/read-input.js'
import { typedPassword } from '../input/typed-password.js'
import type { PasswordVerification } from '../sign-in/password-verification.js'

/** What the app knows of somebody who types a password into a sign-in of its own. */
export interface PasswordOrigin {
  /** The client's address: failures count for it as well, and for the two together. Default: they count for the account alone. */
  readonly ip?: string | undefined
  /** The name that was typed: where nobody has it, failures count for that. */
  readonly username?: string | undefined
}

/** Passwords, for an app that goes on signing people in by itself. */
export interface HostPasswords {
  /**
   * Whether it is the user's password, and the user may sign in; one that an administrator chose is not taken. Ask with the id `null` for a
   * name that nobody has: that takes as long. Failures are recorded, and count along with those of keyward's own sign-in: 429
   * `too_many_attempts`. What is not today's argon2id is made anew where it was right, unless `passwords.rehash` is false. 422 for what is no text.
   */
  verify(userId: string | null, password: string, from?: PasswordOrigin): Promise<boolean>
}

/** Makes `keyward.passwords`. */
export function hostPasswords(verification: PasswordVerification): HostPasswords {
  return Object.freeze({
    async verify(userId, password, from = {}) {
      const { ip, ...typed } = readInput(typedPassword, { ...from, userId, password })
      return verification.verify({ ...typed, ip })
    },
  } satisfies HostPasswords)
}
