import { rfc3339 } from '../credentials/lifetime.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { TotpSetup } from '../mfa/totp.js'
import { canonicalCode, matchingStep, newTotpSecret, totpSetup } from '../mfa/totp.js'
import type { Parts } from '../parts.js'
import { demandOf } from '../policy/enforcement.js'
import type { TotpRow } from '../store/totp.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, userParty } from './client.js'
import { placeOf } from './code-check.js'
import type { Enrolled, Enroller } from './enrolment.js'
import { enrol } from './enrolment.js'
import type { SignIns } from './sign-in.js'
import { standingOf } from './standing.js'

/** A secret that waits for its first code; shown in this reply only. */
export interface TotpOffer extends TotpSetup {
  readonly expiresAt: string
}

/** Setting an authenticator app up, or replacing it. */
export interface TotpEnrolment {
  /** The old authenticator stays valid until the new one is confirmed. 403 `forbidden` where a ticket demands a security key. */
  begin(who: Enroller): Promise<TotpOffer>
  /** 401 `invalid_code`; 410 `expired` when there is nothing to confirm any more. */
  confirm(client: Client, who: Enroller, code: string): Promise<Enrolled>
}

const lifetimeMs = 10 * 60_000

export function totpEnrolment(parts: Parts, signIns: SignIns): TotpEnrolment {
  const { options, store, sealer } = parts
  return Object.freeze({
    async begin(who) {
      await refuseWhereUseless(who)
      const { user } = who
      const secret = newTotpSecret()
      const setup = totpSetup({ issuer: options.productName, account: user.username, secret })
      const at = options.now()
      const place = { id: newId(at), userId: user.id }
      const sealed = await sealer.seal(secret, placeOf(place))
      secret.fill(0)
      const expiresAt = at + lifetimeMs
      const row: TotpRow = {
        ...{ ...place, slot: 'pending', sealed: sealed.text, keyId: sealed.keyId, expiresAt },
        ...{ lastStep: null, createdAt: at, lastUsedAt: null },
      }
      await store.commit([store.accounts.ensure(user.id), store.totp.begin(row)])
      return { ...setup, expiresAt: rfc3339(expiresAt) }
    },

    async confirm(client, who, code) {
      await refuseWhereUseless(who)
      const { user } = who
      const row = await store.totp.read(user.id, 'pending')
      if (!row || options.now() >= (row.expiresAt ?? 0)) throw new KeywardError('expired')
      const step = await stepOf(row, code)
      if (step === null) throw challenged('invalid_code', options)
      const before = await store.factors.of(user.id)
      const event = auditEvent(options.now(), actorOf(client, user), {
        type: 'totp.confirmed',
        subject: userParty(user),
        userId: user.id,
      })
      return enrol({ parts, signIns }, client, who, {
        proof: 'otp',
        changes: [store.totp.confirm(row, step, options.now())],
        event,
        before,
        after: { ...before, totp: true },
      })
    },
  } satisfies TotpEnrolment)

  async function stepOf(row: TotpRow, code: string): Promise<number | null> {
    const canonical = canonicalCode(code)
    if (canonical === null) return null
    const secret = await sealer.open({ text: row.sealed, keyId: row.keyId }, placeOf(row))
    const step = matchingStep(secret, canonical, options.now())
    secret.fill(0)
    return step
  }

  /** A ticket is for what the policy demands, and for nothing else. */
  async function refuseWhereUseless(who: Enroller): Promise<void> {
    if (who.session) return
    const { policy } = await standingOf(parts, who.user, who.policy, who.pending.amr)
    if (demandOf(policy) === 'security_key') throw new KeywardError('forbidden')
  }
}
