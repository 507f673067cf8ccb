import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import { KeywardError } from '../errors.js'
import { Overtaken } from './overtaken.js'
import type { PasswordRefusal } from './password-check.js'

/** Why somebody is kept out. */
export type SignInRefusal = PasswordRefusal | 'too_many_attempts' | 'overtaken'

/** Why an error keeps somebody out without their password being judged wrong; `null` = it keeps nobody out. */
export function signInRefusalOf(error: unknown): SignInRefusal | null {
  if (error instanceof Overtaken) return 'overtaken'
  return error instanceof KeywardError && error.code === 'too_many_attempts' ? error.code : null
}

/** Records a refused sign-in. The name that was tried is kept only where it is a user's: it may be a password typed into the wrong field. */
export async function recordRefusedSignIn(
  { store, refusals }: Pick<Core, 'store' | 'refusals'>,
  client: Client,
  { username, reason }: { readonly username: string; readonly reason: SignInRefusal },
): Promise<void> {
  const user = await store.users.byUsername(usernameKey(username))
  await refusals.record(client, actorOf(client, null), {
    isGuess: true,
    type: 'session.refused',
    subject: user && userParty(user),
    userId: user?.id ?? null,
    reason,
    ...(reason === 'unreadable_hash' && { answeredAs: 'invalid_credentials' }),
  })
}
