import { complianceOf } from '../auth/compliance.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
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
import { enrol, holderOf } from './enrolment.js'
import { pendingTotp } from './pending-totp.js'

/** A secret that waits for its first code until `expiresAt`, RFC 3339. */
export interface TotpOffer extends TotpSetup {
  readonly expiresAt: string
}

/** A secret that was just made. */
interface NewTotpOffer extends TotpOffer {
  /** By which whoever began this finds the offer again; it is good for nobody else, and no secret. */
  readonly ref: string
}

/** Sets an authenticator app up, or replaces it. */
export interface TotpEnrolment {
  /** Makes a secret; an old app stays valid until the new one is confirmed. 403 `forbidden` where a ticket demands a security key. */
  begin(who: Enroller): Promise<NewTotpOffer>
  /**
   * The secret that waits, once more, for the same session or ticket that began with it: whoever scans a code may need a second look. `null`
   * = there is none, its time is over, or somebody else began it.
   */
  waiting(who: Enroller, ref: string): Promise<TotpOffer | null>
  /** Confirms the app by its first code. 401 `invalid_code`; 410 `expired` when there is nothing to confirm any more. */
  confirm(client: Client, who: Enroller, code: string): Promise<Enrolled>
}

const lifetimeMs = 10 * 60_000

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'sealer' | 'journal' | 'outbox' | 'enrolled'>

/** Makes the service; a secret waits ten minutes for its first code. */
export function totpEnrolment(core: Needs, signIns: SignIns): TotpEnrolment {
  const { options, store, enrolled, sealer, digester } = core
  return Object.freeze({
    async begin(who) {
      await refuseWhereUseless(who)
      const { user } = who
      const secret = newTotpSecret()
      const setup = setupOf(who, secret)
      const at = options.now()
      const expiresAt = at + lifetimeMs
      const row = await pendingTotp(core, secret, { userId: user.id, at, expiresAt })
      await store.commit([store.accounts.ensure(user.id), store.totp.begin(row)])
      return { ...setup, expiresAt: rfc3339(expiresAt), ref: digester.label(refText(who, row)) }
    },

    async waiting(who, ref) {
      await refuseWhereUseless(who)
      // Whoever comes with a superseded secret may have stolen it.
      const row = who.session?.superseded ? null : await waitingRow(who.user.id)
      if (row === null || !digester.labels(refText(who, row)).includes(ref)) return null
      const secret = await sealer.open({ text: row.sealed, keyId: row.keyId }, placeOf(row))
      const setup = setupOf(who, secret)
      secret.fill(0)
      return { ...setup, expiresAt: rfc3339(row.expiresAt ?? 0) }
    },

    async confirm(client, who, code) {
      await refuseWhereUseless(who)
      const { user } = who
      const row = await waitingRow(user.id)
      if (row === null) throw new KeywardError('expired')
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

  function setupOf({ user }: Enroller, secret: Buffer): TotpSetup {
    return totpSetup({ issuer: options.productName, account: user.username, secret })
  }

  async function waitingRow(userId: string): Promise<TotpRow | null> {
    const row = await store.totp.read(userId, 'pending')
    return row && options.now() < (row.expiresAt ?? 0) ? row : null
  }

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

/** What the reference to a waiting secret stands for: this secret, in this session or sign-in. */
function refText(who: Enroller, { id }: Pick<TotpRow, 'id'>): string {
  return `totp setup:${holderOf(who)}:${id}`
}
