import { toUser } from '../credentials/user.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { kindOf, mint } from '../crypto/secret.js'
import type { Parts } from '../parts.js'
import { effectivePolicy } from '../policy/policy.js'
import type { Policy } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { AccountRow } from '../store/account.js'
import type { HeldPendingSignIn, PendingSignInRow } from '../store/pending-sign-in.js'
import type { Client } from './client.js'
import { pendingCookie, readCookie } from './cookie.js'

/** Somebody on their way in: the password was right, a second step or an enrolment is missing. Not a principal: no guard knows it. */
export interface Pending {
  readonly user: User
  readonly pending: PendingSignInRow
  readonly account: AccountRow
  readonly policy: Policy
  /** What tells it from a session's principal. */
  readonly session: null
}

const lifetimesMs = { second_factor: 10 * 60_000, enrolment: 15 * 60_000 }

/** A new pending sign-in and its secret, not yet stored. */
export function newPending(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  of: Pick<PendingSignInRow, 'userId' | 'kind' | 'amr' | 'securityEpoch'>,
): { row: PendingSignInRow; secret: Secret } {
  const at = options.now()
  const secret = mint(options.secretPrefix, 'pending_sign_in')
  const row: PendingSignInRow = {
    ...of,
    id: newId(at),
    ...digester.digest(secret.reveal()),
    attempts: 0,
    createdAt: at,
    expiresAt: at + lifetimesMs[of.kind],
  }
  return { row, secret }
}

/** Whose pending sign-in this browser holds; `null` = it has none, or one that has ended. */
export async function readPending(
  { options, store, digester }: Pick<Parts, 'options' | 'store' | 'digester'>,
  client: Client,
): Promise<Pending | null> {
  const text = readCookie(client, pendingCookie(options)) ?? ''
  if (kindOf(options.secretPrefix, text) !== 'pending_sign_in') return null
  const held = await store.pendingSignIns.byDigest(digester.candidates(text).map(({ digest }) => digest))
  if (!held || !isAlive(held, options.now())) return null
  const { row, owner, account, policies } = held
  return {
    user: toUser(owner, options),
    pending: row,
    account,
    policy: effectivePolicy(policies),
    session: null,
  }
}

/** A change of the password or of a factor moves the epoch on, and with it every sign-in under way is over. */
function isAlive({ row, owner, account }: HeldPendingSignIn, now: number): boolean {
  return !owner.disabled && row.securityEpoch === account.securityEpoch && now < row.expiresAt
}
