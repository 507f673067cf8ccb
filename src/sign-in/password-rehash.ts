import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import type { Change } from '../journal.js'
import type { PasswordProof } from './password-check.js'

/**
 * The changes that store a right password as today's argon2id, to be committed with whatever it proved; none where it is stored so already,
 * or where the password has been changed meanwhile. As it is the same password, no session ends and the account's epoch stays.
 */
export async function hashedAnew(
  { store }: Pick<Core, 'store'>,
  passwords: PasswordHashes,
  { proof, password }: { readonly proof: PasswordProof; readonly password: string },
): Promise<readonly Change[]> {
  const { id, passwordHash } = proof.user
  if (!proof.outdated || passwordHash === null) return []
  const hash = await passwords.queue.run(() => passwords.hash(password))
  // A host's table is written at once, whatever comes of the sign-in, so this must not put the old password in the place of a new one.
  const now = await store.users.byId(id)
  return now?.passwordHash === passwordHash ? [store.users.setPasswordHash(id, hash, passwordHash)] : []
}
