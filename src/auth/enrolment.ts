import type { Secret } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { hasFactor } from '../policy/enforcement.js'
import type { Client } from './client.js'
import { actorOf, userParty } from './client.js'
import { changeFactors, endingOthers } from './factor-change.js'
import type { Pending } from './pending.js'
import type { Reauthenticated, SessionPrincipal } from './reauthentication.js'
import { newCodes } from './recovery.js'
import type { SignIn, SignIns } from './sign-in.js'

/** Who enrols a factor: the owner of a session with a recent proof, or the holder of an enrolment ticket. */
export type Enroller = SessionPrincipal | Pending

/** A factor that is about to be enrolled. */
export interface NewFactor {
  readonly proof: 'otp' | 'hwk'
  readonly changes: readonly Change[]
  readonly event: AuditEvent
  /** What the user had before, and will have. */
  readonly before: Factors
  readonly after: Factors
}

/** A factor was enrolled. The first one brings recovery codes; a ticket becomes a sign-in, a session is re-issued. */
export interface Enrolled {
  readonly recoveryCodes: readonly Secret[] | null
  readonly outcome: SignIn | Reauthenticated
}

/** Writes a new factor, and what follows from it. A ticket that another request has used is a 410 `expired`. */
export async function enrol(
  { parts, signIns }: { readonly parts: Parts; readonly signIns: SignIns },
  client: Client,
  who: Enroller,
  factor: NewFactor,
): Promise<Enrolled> {
  const first = hasFactor(factor.before) ? null : newCodes(parts, who.user.id)
  const changes = [...factor.changes, ...(first ? [first.write] : [])]
  const events = [factor.event, ...(first ? [codesCreated(parts, client, who)] : [])]
  const { proof, after: factors } = factor
  const outcome = who.session
    ? await changeFactors(parts, who, { changes, events, proof })
    : await finishTicket({ parts, signIns }, client, who, { changes, events, proof, factors })
  return { recoveryCodes: first?.codes ?? null, outcome }
}

function finishTicket(
  { parts, signIns }: { readonly parts: Parts; readonly signIns: SignIns },
  client: Client,
  { user, pending }: Pending,
  {
    changes,
    events,
    proof,
    factors,
  }: Omit<NewFactor, 'event' | 'before' | 'after'> & {
    readonly events: readonly AuditEvent[]
    readonly factors: Factors
  },
): Promise<SignIn> {
  const { store } = parts
  return signIns.completeSignIn(client, user.id, {
    amr: [...pending.amr, proof],
    securityEpoch: pending.securityEpoch + 1,
    factors,
    changes: [
      store.pendingSignIns.consume(pending.id),
      ...endingOthers(parts, user.id, pending.securityEpoch),
      store.sessions.removeAll(user.id, null),
      ...changes,
    ],
    events,
    refuse: () => Promise.reject(new KeywardError('expired')),
  })
}

function codesCreated({ options }: Parts, client: Client, { user }: Enroller): AuditEvent {
  return auditEvent(options.now(), actorOf(client, user), {
    type: 'recovery_codes.created',
    subject: userParty(user),
    userId: user.id,
  })
}
