import type { SessionPrincipal } from '../auth/principal.js'
import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { MoreProof } from '../credentials/proof.js'
import type { Secret } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { NewNotice } from '../notice/new-notice.js'
import type { Factors } from '../policy/enforcement.js'
import { hasFactor, withMethod } from '../policy/enforcement.js'
import type { SignIn } from '../sign-in/outcome.js'
import type { Pending } from '../sign-in/pending.js'
import type { SignIns } from '../sign-in/sign-in.js'
import { endingOthers, underNewEpoch } from './factor-change.js'
import type { Reauthenticated } from './reauthentication.js'
import { newCodes } from './recovery.js'

/** Who enrols a factor: the owner of a session with a recent proof, or the holder of an enrolment ticket. */
export type Enroller = SessionPrincipal | Pending

/** The session or the sign-in under way of whoever enrols: what is begun there is finished there. */
export function holderOf(who: Enroller): string {
  return who.session ? `session:${who.session.row.id}` : `pending:${who.pending.id}`
}

/** A factor that is about to be enrolled. */
export interface NewFactor {
  readonly proof: MoreProof
  readonly changes: readonly Change[]
  readonly event: AuditEvent
  /** The factors that the user had before, and those that they will have. */
  readonly before: Factors
  readonly after: Factors
}

/** What came of enrolling a factor: the first one brings recovery codes; a ticket becomes a sign-in, a session is re-issued. */
export interface Enrolled {
  readonly recoveryCodes: readonly Secret[] | null
  readonly outcome: SignIn | Reauthenticated
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox'>

/** What enrolling needs: a part of core, and the door to a session. */
interface Enrolling {
  readonly core: Needs
  readonly signIns: SignIns
}

/** Writes a new factor, and what follows from it. A ticket that another request has used is a 410 `expired`. */
export async function enrol(
  { core, signIns }: Enrolling,
  { client, who }: { readonly client: Client; readonly who: Enroller },
  factor: NewFactor,
): Promise<Enrolled> {
  const first = hasFactor(factor.before) ? null : newCodes(core, who.user.id)
  const told = await core.outbox.write(noticeOf(who, factor, actorOf(client, who.user)))
  const changes = [...factor.changes, ...(first ? [first.write] : []), ...told]
  const events = [factor.event, ...(first ? [codesCreated(core, client, who)] : [])]
  const { proof, after: factors } = factor
  const outcome = who.session
    ? await underNewEpoch(core, who, { changes, events, proof })
    : await finishTicket({ core, signIns }, { client, who }, { changes, events, proof, factors })
  return { recoveryCodes: first?.codes ?? null, outcome }
}

/** What the user is told of a new factor: the first one turns 2-step verification on. */
function noticeOf({ user }: Enroller, { proof, event, before }: NewFactor, actor: Actor): NewNotice {
  const isKey = proof.method === 'hwk'
  const change = isKey ? 'security_key_added' : 'authenticator_added'
  const facts = { change, name: isKey ? (event.subject?.name ?? null) : null } as const
  return { kind: hasFactor(before) ? 'two_step.changed' : 'two_step.turned_on', user, actor, facts }
}

/** What is written with a ticket that becomes a sign-in. */
interface TicketEnd extends Pick<NewFactor, 'proof' | 'changes'> {
  readonly events: readonly AuditEvent[]
  readonly factors: Factors
}

function finishTicket(
  { core, signIns }: Enrolling,
  { client, who }: { readonly client: Client; readonly who: Pending },
  { changes, events, proof, factors }: TicketEnd,
): Promise<SignIn> {
  const { store } = core
  const { user, pending } = who
  return signIns.completeSignIn(client, user.id, {
    proved: withMethod(pending, proof.method, proof.keyId),
    securityEpoch: pending.securityEpoch + 1,
    boundTo: pending.boundTo,
    factors,
    changes: [
      store.pendingSignIns.consume(pending.id),
      ...endingOthers(core, user.id, pending.securityEpoch),
      store.sessions.removeAll(user.id, null),
      ...changes,
    ],
    events,
    refuse: () => Promise.reject(new KeywardError('expired')),
    overtaken: () => new KeywardError('expired'),
  })
}

function codesCreated({ options }: Pick<Core, 'options'>, client: Client, { user }: Enroller): AuditEvent {
  return auditEvent(options.now(), actorOf(client, user), {
    type: 'recovery_codes.created',
    subject: userParty(user),
    userId: user.id,
  })
}
