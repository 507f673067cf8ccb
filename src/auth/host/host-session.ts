import type { Client } from '../../client.js'
import { actorOf } from '../../client.js'
import type { Core } from '../../core.js'
import { sessionParty } from '../../credentials/session.js'
import { KeywardError } from '../../errors.js'
import { auditEvent } from '../../events.js'
import type { HostUser, User } from '../../identity.js'
import type { Options } from '../../options.js'
import type { NextStep } from '../../policy/enforcement.js'
import { demandOf, strongestOf } from '../../policy/enforcement.js'
import type { AccountRow } from '../../store/account.js'
import type { SessionRow } from '../../store/session.js'
import { provedAtOf, provedToHost, signInOf, withHostProof } from './host-user.js'
import type { FindNamed } from './named-users.js'
import { nextStepOf } from '../next-step.js'
import type { Principal } from '../principal.js'
import { recordingRefusals } from '../recording.js'
import { sessionInfo } from '../session-info.js'
import { challenged } from '../www-authenticate.js'

type Needs = Pick<Core, 'options' | 'store' | 'enrolled' | 'refusals'>

/**
 * Judges the user whom the host names by its word alone, as a sign-in would. Nothing is stored, so that a client without cookies does not
 * leave a row behind with each request. Throws what a sign-in would still ask for, or 401 `invalid_credentials` for a user who is disabled
 * or does not exist.
 */
export async function judgeNamed(
  core: Needs,
  client: Client,
  { named, find }: { readonly named: HostUser; readonly find: FindNamed },
): Promise<Principal> {
  const { options } = core
  const subject = { kind: 'user', id: named.userId, name: null }
  return recordingRefusals(core, { client, who: { user: null, subject } }, async () => {
    const known = await find(named.userId)
    if (!known) {
      const message = 'whom the app has signed in may not come in here'
      throw challenged('invalid_credentials', options, { message })
    }
    const { user, account, policy } = known
    const factors = demandOf(policy) === 'off' ? known.factors : undefined
    const next = await nextStepOf(core, user, { policy, proved: provedToHost(named), factors })
    if (next.status !== 'signed_in') throw missing(next, options)
    const row = unstored(named, account, options.now())
    const session = Object.freeze({ row, account, superseded: false })
    const authInfo = sessionInfo(row, null)
    return Object.freeze({
      user,
      authInfo,
      policy,
      session,
      budget: null,
      headers: null,
    } satisfies Principal)
  })
}

/** A principal with a bound session, brought up to date with what the host says of its user now. */
export function withWord(principal: Principal, named: HostUser, { now }: Pick<Options, 'now'>): Principal {
  const { session, authInfo } = principal
  if (session?.row.boundTo == null) return principal
  const row = withHostProof(session.row, named, now())
  return Object.freeze({
    ...principal,
    authInfo: sessionInfo(row, authInfo.credential.expiresAt),
    session: Object.freeze({ ...session, row }),
  } satisfies Principal)
}

/** Ends a bound session whose user the host no longer names; of two requests at once, one ends it and records that. */
export async function endBound(
  { journal, store, options }: Pick<Core, 'journal' | 'store' | 'options'>,
  client: Client,
  { row, user }: { readonly row: SessionRow; readonly user: User },
): Promise<void> {
  const ended = auditEvent(options.now(), actorOf(client, user), {
    type: 'session.ended',
    subject: sessionParty(row.id),
    userId: user.id,
  })
  await journal.commit([store.sessions.remove(user.id, row.id)], ended)
}

/** The refusal that says what a sign-in still asks for. */
function missing({ status, methods }: Exclude<NextStep, { status: 'signed_in' }>, options: Options): Error {
  return status === 'second_factor_required'
    ? challenged(status, options, { methods })
    : new KeywardError(status, { methods })
}

/** A session as it would be stored. No secret finds it, so nothing can ever be written to it. */
function unstored(
  named: HostUser,
  { userId, securityEpoch }: Pick<AccountRow, 'userId' | 'securityEpoch'>,
  now: number,
): SessionRow {
  const provedAt = provedAtOf(named, now)
  return Object.freeze({
    // The id is the same with each request: what is counted by it is counted for the user.
    id: `host:${userId}`,
    userId,
    boundTo: signInOf(named),
    securityEpoch,
    digest: '',
    keyId: '',
    previousDigest: null,
    previousUntil: null,
    previousProof: null,
    ...provedToHost(named),
    provedAt: provedAt ?? 0,
    provedBy: strongestOf(named.amr),
    createdAt: provedAt ?? now,
    lastSeenAt: now,
    expiresAt: now,
    ip: null,
    userAgent: null,
  } satisfies SessionRow)
}
