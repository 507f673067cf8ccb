import type { PasswordHashes } from '../credentials/password-hashes.js'
import { invalidField } from '../errors.js'

/** The hash of a password that is chosen for a user; 422 for none. */
export async function hashOfChosen(passwords: PasswordHashes, password: string): Promise<string> {
  if (password === '') throw invalidField('password', 'required', 'give a password')
  return passwords.queue.run(() => passwords.hash(password))
}

/** What is stored for a new user, of whom a password is known, or its hash; `null` = neither is, 422 for both. */
export async function hashOfNew(
  passwords: PasswordHashes,
  given: { readonly password?: string; readonly passwordHash?: string },
): Promise<string | null> {
  const { password, passwordHash } = given
  if (passwordHash === undefined) return password === undefined ? null : hashOfChosen(passwords, password)
  if (password !== undefined) throw invalidField('passwordHash', 'one_only', 'give a password or its hash')
  if (passwords.isReadable(passwordHash)) return passwordHash
  throw invalidField('passwordHash', 'unreadable_hash', 'is of no kind that is known here')
}
