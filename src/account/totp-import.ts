import { userParty } from '../client.js'
import type { Core } from '../core.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { importedTotp } from '../input/import.js'
import { readInput } from '../input/read-input.js'
import type { RecordedChange } from '../journal.js'
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

/** What was read of it. The secret is wiped once it is sealed. */
export interface ReadTotp {
  readonly secret: Buffer
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
  const { store, journal } = core
  const read = readTotp(core, given)
  const account = await store.accounts.byId(user.id)
  if ((await store.factors.of(user.id)).totp) throw new KeywardError('conflict')
  const epoch = account?.securityEpoch ?? 0
  const { changes, event } = await takingTotpIn(core, { actor, user, epoch }, read)
  if (!(await journal.commit([store.accounts.ensure(user.id), ...changes], event)))
    throw new KeywardError('conflict')
}

/** Reads an authenticator app that is to be taken in; 422. */
export function readTotp({ options }: Pick<Core, 'options'>, given: ImportedTotp): ReadTotp {
  const { secret: text, confirmedAt } = readInput(importedTotp, given)
  if (confirmedAt > options.now())
    throw invalidField('confirmedAt', 'in_the_future', 'must not be later than now')
  const secret = readTotpSecret(text)
  if (!secret) throw invalidField('secret', 'malformed_secret', 'must be base32 of 10 to 64 bytes')
  return { secret, confirmedAt }
}

/**
 * Prepares what takes an authenticator app in, and ends sessions and sign-ins under way, if the user's epoch is `epoch` still; `null` = the
 * user is made by the same commit, so that there is nothing to end.
 */
export async function takingTotpIn(
  core: Pick<Core, 'options' | 'store' | 'sealer'>,
  { actor, user, epoch }: { readonly actor: Actor; readonly user: User; readonly epoch: number | null },
  { secret, confirmedAt }: ReadTotp,
): Promise<RecordedChange> {
  const { options, store } = core
  const at = options.now()
  const row = await pendingTotp(core, secret, { userId: user.id, at, expiresAt: at })
  const ending =
    epoch === null ? [] : [...endingOthers(core, user.id, epoch), store.sessions.removeAll(user.id, null)]
  // The step at which it was confirmed is claimed, so that no code of that time or earlier can be used again.
  const confirm = store.totp.confirm(row, stepAt(confirmedAt), confirmedAt)
  return {
    changes: [...ending, store.totp.begin(row), confirm],
    event: auditEvent(at, actor, { type: 'totp.confirmed', subject: userParty(user), userId: user.id }),
  }
}
