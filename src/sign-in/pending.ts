import { pendingCookie, readCookie } from '../auth/cookie.js'
import { countsBeside, namedUser } from '../auth/host/host-user.js'
import type { Client } from '../client.js'
import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { kindOf, mint } from '../crypto/secret.js'
import type { User } from '../identity.js'
import { toUser } from '../identity.js'
import type { Proved } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { AccountRow } from '../store/account.js'
import type { OwnedPendingSignIn, PendingSignInRow } from '../store/pending-sign-in.js'

/** A user whose sign-in is under way: the password was right, a second step or an enrolment is missing. No guard lets them pass. */
export interface Pending {
  readonly user: User
  readonly pending: PendingSignInRow
  readonly account: AccountRow
  readonly policy: Policy
  /** Tells it from a caller with a session. */
  readonly session: null
}

type Needs = Pick<Core, 'options' | 'store' | 'digester'>

/** How many attempts a pending sign-in takes, of all kinds together. */
export const attemptsPerSignIn = 5
/** How long a user has for the second step, in minutes. */
export const secondStepMinutes = 10
const lifetimesMs = { second_factor: secondStepMinutes * 60_000, enrolment: 15 * 60_000 }

/** Makes a new pending sign-in and its secret; neither is stored yet. */
export function newPending(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  of: Pick<PendingSignInRow, 'userId' | 'kind' | 'securityEpoch' | 'boundTo'> & { readonly proved: Proved },
): { row: PendingSignInRow; secret: Secret } {
  const at = options.now()
  const secret = mint(options.secretPrefix, 'pending_sign_in')
  const { userId, kind, securityEpoch, boundTo } = of
  const { amr, provedKeys, vouched } = of.proved
  const row: PendingSignInRow = {
    id: newId(at),
    userId,
    kind,
    amr,
    provedKeys,
    vouched,
    securityEpoch,
    boundTo,
    ...digester.digest(secret.reveal()),
    attempts: 0,
    createdAt: at,
    expiresAt: at + lifetimesMs[kind],
  }
  return { row, secret }
}

/** The sign-in that is under way in this browser; `null` = there is none, or it has ended, or does not count any more. */
export async function readPending(core: Needs, client: Client): Promise<Pending | null> {
  const found = await findPending(core, client)
  return found?.alive === true ? found : null
}

/** Reads what `readPending` does, and also a sign-in that has ended, for as long as it is stored: that one proves nothing any more. */
export async function findPending(core: Needs, client: Client): Promise<FoundPending | null> {
  const stored = await storedPending(core, client)
  if (stored?.alive !== true) return stored
  return { ...stored, alive: countsBeside(stored.pending, await namedUser(client, core.options)) }
}

/** A pending sign-in, and whether it still proves anything. */
export type FoundPending = Pending & { readonly alive: boolean }

/** Reads what `findPending` does, whomever the host names, so that the sign-in can be ended. */
export async function storedPending(
  { options, store, digester }: Needs,
  client: Client,
): Promise<FoundPending | null> {
  const text = readCookie(client, pendingCookie(options)) ?? ''
  if (kindOf(options.secretPrefix, text) !== 'pending_sign_in') return null
  const stored = await store.pendingSignIns.byDigest(digester.candidates(text).map(({ digest }) => digest))
  if (!stored) return null
  const { row, owner, account, policies } = stored
  return {
    user: toUser(owner, options),
    pending: row,
    account,
    policy: effectivePolicy(policies),
    session: null,
    alive: isAlive(stored, options.now()),
  }
}

/** Whether a sign-in under way still counts. A change of the password or of a factor moves the epoch on, which ends it. */
function isAlive({ row, owner, account }: OwnedPendingSignIn, now: number): boolean {
  return !owner.disabled && row.securityEpoch === account.securityEpoch && now < row.expiresAt
}
