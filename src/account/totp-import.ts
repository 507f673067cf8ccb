import { userParty } from '../client.js'
import type { Core } from '../core.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { importedTotp } from '../input/import.js'
import { readInput } from '../input/read-input.js'
import { readTotpSecret, stepAt } from '../mfa/totp.js'
import { endingOthers } from './factor-change.js'
import { pendingTotp } from './pending-totp.js'

/** An authenticator app that a user set up before the app had keyward: SHA-1, six digits, 30 seconds, like that of all common apps. */
export interface ImportedTotp {
  /** The secret that it was set up with, in base32: 10 to 64 bytes. */
  readonly secret: string
  /** When its first code was accepted, epoch milliseconds; an app that was never confirmed is no factor. */
  readonly confirmedAt: number
}

type Needs = Pick<Core, 'options' | 'store' | 'sealer' | 'journal'>

/**
 * Imports an authenticator app, which is then asked for at sign-in. As whenever a factor is enrolled, sessions and sign-ins under way
 * end. 409 `conflict` where the user has one already, 422.
 */
export async function importTotp(
  core: Needs,
  { actor, user }: { readonly actor: Actor; readonly user: User },
  given: ImportedTotp,
): Promise<void> {
  const { secret: text, confirmedAt } = readInput(importedTotp, given)
  const { options, store, journal } = core
  const at = options.now()
  if (confirmedAt > at) throw invalidField('confirmedAt', 'in_the_future', 'must not be later than now')
  const secret = readTotpSecret(text)
  if (!secret) throw invalidField('secret', 'malformed_secret', 'must be base32 of 10 to 64 bytes')
  const account = await store.accounts.byId(user.id)
  if ((await store.factors.of(user.id)).totp) throw new KeywardError('conflict')
  const row = await pendingTotp(core, secret, { userId: user.id, at, expiresAt: at })
  const confirmed = auditEvent(at, actor, {
    type: 'totp.confirmed',
    subject: userParty(user),
    userId: user.id,
  })
  const isDone = await journal.commit(
    [
      store.accounts.ensure(user.id),
      ...endingOthers(core, user.id, account?.securityEpoch ?? 0),
      store.sessions.removeAll(user.id, null),
      store.totp.begin(row),
      // The step at which it was confirmed is claimed, so that no code of that time or earlier can be used again.
      store.totp.confirm(row, stepAt(confirmedAt), confirmedAt),
    ],
    confirmed,
  )
  if (!isDone) throw new KeywardError('conflict')
}
