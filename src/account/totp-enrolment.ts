import { complianceOf } from '../auth/compliance.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { TotpSetup } from '../mfa/totp.js'
import { canonicalCode, matchingStep, newTotpSecret, totpSetup } from '../mfa/totp.js'
import { demandOf } from '../policy/enforcement.js'
import { placeOf } from '../sign-in/code-check.js'
import type { SignIns } from '../sign-in/sign-in.js'
import type { TotpRow } from '../store/totp.js'
import { rfc3339 } from '../time.js'
import type { Enrolled, Enroller } from './enrolment.js'
import { enrol } from './enrolment.js'

/** A secret that waits for its first code until `expiresAt`, RFC 3339. Only this reply shows it. */
export interface TotpOffer extends TotpSetup {
  readonly expiresAt: string
}

/** Sets an authenticator app up, or replaces it. */
export interface TotpEnrolment {
  /** Makes a secret; an old app stays valid until the new one is confirmed. 403 `forbidden` where a ticket demands a security key. */
  begin(who: Enroller): Promise<TotpOffer>
  /** Confirms the app by its first code. 401 `invalid_code`; 410 `expired` when there is nothing to confirm any more. */
  confirm(client: Client, who: Enroller, code: string): Promise<Enrolled>
}

const lifetimeMs = 10 * 60_000

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'sealer' | 'journal' | 'enrolled'>

/** Makes the service; a secret waits ten minutes for its first code. */
export function totpEnrolment(core: Needs, signIns: SignIns): TotpEnrolment {
  const { options, store, enrolled, sealer } = core
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
        ...place,
        slot: 'pending',
        sealed: sealed.text,
        keyId: sealed.keyId,
        lastStep: null,
        createdAt: at,
        lastUsedAt: null,
        expiresAt,
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
      const before = await enrolled.of(user.id)
      const event = auditEvent(options.now(), actorOf(client, user), {
        type: 'totp.confirmed',
        subject: userParty(user),
        userId: user.id,
      })
      const factor = {
        proof: { method: 'otp' },
        changes: [store.totp.confirm(row, step, options.now())],
        event,
        before,
        after: { ...before, totp: true },
      }
      return enrol({ core, signIns }, { client, who }, factor)
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

  /** Refuses a ticket where the policy demands a security key: a ticket enrols what the policy demands, and nothing else. */
  async function refuseWhereUseless(who: Enroller): Promise<void> {
    if (who.session) return
    const { policy } = await complianceOf(core, who.user, { policy: who.policy, proved: who.pending })
    if (demandOf(policy) === 'security_key') throw new KeywardError('forbidden')
  }
}
