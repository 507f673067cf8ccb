import { KeywardError, retryLater } from '../errors.js'
import type { Place } from '../crypto/seal.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import { canonicalRecoveryCode } from '../mfa/recovery-code.js'
import { canonicalCode, matchingStep } from '../mfa/totp.js'
import type { Parts } from '../parts.js'
import type { User } from '../principal.js'
import type { PendingSignInRow } from '../store/pending-sign-in.js'
import type { TotpRow } from '../store/totp.js'
import type { Client } from './client.js'
import { actorOf, userParty } from './client.js'
import { codeCounter, throttle } from './throttle.js'

/** A right second factor, and what to write, and tell, along with what it is used for: unless that is written it was not accepted. */
export interface FactorProof {
  readonly method: 'otp' | 'hwk' | 'rec'
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
}

/** Somebody typed a code. */
export interface CodeAttempt {
  readonly client: Client
  readonly user: User
  readonly code: string
  /** The pending sign-in it is typed into; it takes five. */
  readonly pending?: PendingSignInRow
}

/** The one place where codes are judged. `null` = wrong, used before, or nothing to compare it with. Throws 429, and 410 for the sixth attempt. */
export interface CodeCheck {
  totp(attempt: CodeAttempt): Promise<FactorProof | null>
  recoveryCode(attempt: CodeAttempt): Promise<FactorProof | null>
  /** Counts one of the five attempts that a pending sign-in takes, of whatever kind; throws 410 for the sixth. */
  admitPending(pending: PendingSignInRow): Promise<void>
  /** Records that a second factor was refused. */
  recordRefusal(client: Client, user: User): Promise<void>
  /** What forgets a user's wrong codes. */
  forgiven(userId: string): readonly Change[]
}

const attemptsPerSignIn = 5
/** NIST SP 800-63B-4, section 3.2.2: at most 100 failures in a row. */
const failuresInARow = 100

export function codeCheck(parts: Parts): CodeCheck {
  const { options, store, digester, journal, sealer } = parts
  const limits = throttle(parts)
  return Object.freeze({
    async totp({ client, user, code, pending }) {
      const row = await store.totp.read(user.id, 'active')
      // Opened before the attempt is counted: a key provider that is away is not a failed guess.
      const secret = row && (await sealer.open(sealedOf(row), placeOf(row)))
      await admit(user.id, pending)
      const step = secret && stepOf(secret, code)
      if (row === null || step === null) return refuse(client, user)
      const claim = store.totp.claim(row, step, options.now())
      return { method: 'otp', changes: [...forgiven(user.id), claim, ...(await resealing(row))], events: [] }
    },

    async recoveryCode({ client, user, code, pending }) {
      const digests = recoveryDigests(digester, user.id, code)
      const known = digests.length > 0 && (await store.recoveryCodes.has(user.id, digests))
      await admit(user.id, pending)
      if (!known) return refuse(client, user)
      const used = auditEvent(options.now(), actorOf(client, user), {
        type: 'recovery_code.used',
        subject: userParty(user),
        userId: user.id,
      })
      const consume = store.recoveryCodes.consume(user.id, digests)
      return { method: 'rec', changes: [...forgiven(user.id), consume], events: [used] }
    },

    async admitPending({ id }) {
      const admitted = await store.commit([store.pendingSignIns.attempt(id, attemptsPerSignIn)])
      if (!admitted) throw new KeywardError('expired')
    },

    recordRefusal,
    forgiven,
  } satisfies CodeCheck)

  /** Counts the attempt in all three ways at once, before it is evaluated: parallel ones cannot slip past. */
  async function admit(userId: string, pending: PendingSignInRow | undefined): Promise<void> {
    const counter = codeCounter(parts, userId)
    const admitted = await store.commit([
      store.accounts.countCode(userId, failuresInARow),
      ...(pending ? [store.pendingSignIns.attempt(pending.id, attemptsPerSignIn)] : []),
      ...limits.reserve([counter]),
    ])
    if (admitted) return
    await limits.refuseBlocked([counter])
    const account = await store.accounts.byId(userId)
    if (account && account.codeFailures >= failuresInARow) {
      throw retryLater('too_many_attempts', counter.limit.minutes * 60)
    }
    throw new KeywardError('expired')
  }

  function stepOf(secret: Buffer, code: string): number | null {
    const canonical = canonicalCode(code)
    const step = canonical === null ? null : matchingStep(secret, canonical, options.now())
    secret.fill(0)
    return step
  }

  /** Moves the secret to the present key-encryption key; that it could not be moved keeps nobody out. */
  async function resealing(row: TotpRow): Promise<readonly Change[]> {
    const moved = await sealer.rewrap(sealedOf(row)).catch(() => null)
    return moved === null || moved.text === row.sealed ? [] : [store.totp.reseal(row, moved)]
  }

  /** The account first, as in `admit`: many at once would else wait for each other until the database gives up. */
  function forgiven(userId: string): readonly Change[] {
    return [
      store.accounts.set(userId, { codeFailures: 0 }),
      ...limits.succeeded([codeCounter(parts, userId)]),
    ]
  }

  async function refuse(client: Client, user: User): Promise<null> {
    await recordRefusal(client, user)
    return null
  }

  async function recordRefusal(client: Client, user: User): Promise<void> {
    const refused = auditEvent(options.now(), actorOf(client, user), {
      type: 'second_factor.refused',
      subject: userParty(user),
      userId: user.id,
      outcome: 'refused',
      reason: 'invalid_code',
    })
    await journal.commit([], refused)
  }
}

/** Where an authenticator's secret is sealed. */
export function placeOf({ id, userId }: Pick<TotpRow, 'id' | 'userId'>): Place {
  return { table: 'totp', id, column: 'sealed', userId }
}

/** What a recovery code is found by: it is the user's own or nobody's. Empty for what is no code. */
export function recoveryDigests(
  digester: Pick<Parts['digester'], 'candidates'>,
  userId: string,
  code: string,
): readonly string[] {
  const canonical = canonicalRecoveryCode(code)
  if (canonical === null) return []
  return digester.candidates(recoveryText(userId, canonical)).map(({ digest }) => digest)
}

/** What is digested of a recovery code. */
export function recoveryText(userId: string, canonical: string): string {
  return `recovery code:${userId}:${canonical}`
}

function sealedOf({ sealed, keyId }: TotpRow) {
  return { text: sealed, keyId }
}
