import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { MoreProof } from '../credentials/proof.js'
import type { Place, Sealed } from '../crypto/seal.js'
import { KeywardError, retryLater } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import type { Change } from '../journal.js'
import { canonicalRecoveryCode } from '../mfa/recovery-code.js'
import { canonicalCode, isStepAhead, matchingStep } from '../mfa/totp.js'
import type { PendingSignInRow } from '../store/pending-sign-in.js'
import type { TotpRow } from '../store/totp.js'
import { ClockWentBack } from './clock-went-back.js'
import { attemptsPerSignIn, secondStepMinutes } from './pending.js'
import type { Counted, Throttle } from './throttle.js'
import { codeCounter, together } from './throttle.js'

/** A right second factor, with the changes and events to be committed with whatever it is used for: only then it was accepted. */
export interface FactorProof extends MoreProof {
  readonly method: 'otp' | 'hwk' | 'rec'
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
}

/** A code that somebody typed. */
interface CodeAttempt {
  readonly client: Client
  readonly user: User
  readonly code: string
  /** The pending sign-in into which it was typed, which takes five attempts. */
  readonly pending?: PendingSignInRow
}

/** What a right factor is used for. */
type FactorUse<T> = (proof: FactorProof) => Promise<T>

/**
 * The one place where codes are judged. `null` = the code is wrong or was used before, or may have been while the clock was ahead, or the
 * user has none to compare it with. Throws 429, and 410 for the sixth attempt.
 */
export interface CodeCheck {
  totp<T>(attempt: CodeAttempt, use: FactorUse<T>): Promise<T | null>
  recoveryCode<T>(attempt: CodeAttempt, use: FactorUse<T>): Promise<T | null>
  /** The counter of the attempts in a pending sign-in, of all kinds together: it takes five, and throws 410 for the sixth. */
  inPending(pending: PendingSignInRow): Counted
  /** Records that a second factor was refused. */
  recordRefusal(client: Client, user: User): Promise<void>
  /** The writes that forget a user's wrong codes. */
  forgiven(userId: string): readonly Change[]
}

/** The most failures in a row (NIST SP 800-63B-4, section 3.2.2). */
const failuresInARow = 100
/** How many recovery codes are few. */
const few = 3

/** Why a code was not accepted, as the audit says it; the caller is told `invalid_code` in either case. */
export type CodeRefusal = 'invalid_code' | 'clock_went_back'

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'sealer' | 'outbox' | 'refusals'>

/** Makes the check; `limits` counts the attempts. */
export function codeCheck(core: Needs, limits: Throttle): CodeCheck {
  const { options, store, digester, refusals, sealer, outbox } = core
  let isWarned = false
  return Object.freeze({
    totp: (attempt, use) => checked(attempt, () => judgeTotp(attempt), use),
    recoveryCode: (attempt, use) => checked(attempt, () => judgeRecoveryCode(attempt), use),
    inPending,
    recordRefusal,
    forgiven: (userId) => inAccount(userId).forgive(),
  } satisfies CodeCheck)

  async function checked<T>(
    { client, user, pending }: CodeAttempt,
    judge: () => Promise<FactorProof | null>,
    use: FactorUse<T>,
  ): Promise<T | null> {
    // The attempt is counted everywhere before it is judged, so that parallel attempts cannot slip past a limit.
    const counted = pending ? together(inAccount(user.id), inPending(pending)) : inAccount(user.id)
    try {
      const right = await limits.attempt(counted, judge)
      if (right)
        return await right.use((proof, forgiven) =>
          use({ ...proof, changes: [...forgiven, ...proof.changes] }),
        )
    } catch (error) {
      // It was taken back, as whatever is no failed guess.
      if (!(error instanceof ClockWentBack)) throw error
      warnOfClock()
      await record(client, user, 'clock_went_back')
      return null
    }
    await recordRefusal(client, user)
    return null
  }

  async function judgeTotp({ user, code }: CodeAttempt): Promise<FactorProof | null> {
    const row = await store.totp.read(user.id, 'active')
    const step = row && stepOf(await sealer.open(sealedOf(row), placeOf(row)), code)
    if (row === null || step === null) return null
    const at = options.now()
    // Where no step of now comes after the last one, a replay looks the same as a code that was never used.
    if (row.lastStep !== null && isStepAhead(row.lastStep, at)) throw new ClockWentBack()
    const claim = store.totp.claim(row, step, at)
    return { method: 'otp', changes: [claim, ...(await resealing(row))], events: [] }
  }

  async function judgeRecoveryCode({ client, user, code }: CodeAttempt): Promise<FactorProof | null> {
    const digests = recoveryDigests(digester, user.id, code)
    if (digests.length === 0 || !(await store.recoveryCodes.has(user.id, digests))) return null
    const used = auditEvent(options.now(), actorOf(client, user), {
      type: 'recovery_code.used',
      subject: userParty(user),
      userId: user.id,
    })
    const changes = [store.recoveryCodes.consume(user.id, digests), ...(await toldOfUse(client, user))]
    return { method: 'rec', changes, events: [used] }
  }

  /** Tells the user that a recovery code is used, and that few are left. */
  async function toldOfUse(client: Client, user: User): Promise<readonly Change[]> {
    if (!outbox.isOpen) return []
    const { recoveryCodes } = await store.factors.of(user.id)
    const remaining = Math.max(0, recoveryCodes - 1)
    const of = { user, actor: actorOf(client, user), facts: { remaining } }
    const used = await outbox.write({ kind: 'recovery_code.used', ...of })
    return remaining > few ? used : [...used, ...(await outbox.write({ kind: 'recovery_codes.low', ...of }))]
  }

  /**
   * The counter of a user's codes, in a window of time and in a row. The account is always written first: otherwise many attempts at once
   * would wait for each other until the database gives up (deadlock).
   */
  function inAccount(userId: string): Counted {
    const counter = codeCounter(core, userId)
    const window = limits.windows([counter])
    return {
      ...window,
      reserve: () => [store.accounts.countCode(userId, failuresInARow), ...window.reserve()],
      release: () => [store.accounts.releaseCode(userId), ...window.release()],
      forgive: () => [store.accounts.set(userId, { codeFailures: 0 }), ...window.forgive()],
      async refuse() {
        await window.refuse()
        const account = await store.accounts.byId(userId)
        if (account && account.codeFailures >= failuresInARow) {
          throw retryLater('too_many_attempts', counter.limit.minutes * 60)
        }
      },
    }
  }

  function inPending({ id }: PendingSignInRow): Counted {
    return {
      keys: [id],
      minutes: secondStepMinutes,
      reserve: () => [store.pendingSignIns.attempt(id, attemptsPerSignIn)],
      release: () => [store.pendingSignIns.release(id)],
      // The pending sign-in is used up by what the code was right for, so there is nothing to forget.
      forgive: () => [],
      refuse: () => Promise.reject(new KeywardError('expired')),
    }
  }

  function stepOf(secret: Buffer, code: string): number | null {
    const canonical = canonicalCode(code)
    const step = canonical === null ? null : matchingStep(secret, canonical, options.now())
    secret.fill(0)
    return step
  }

  /** Moves the secret to the present key-encryption key; a failure keeps nobody from signing in. */
  async function resealing(row: TotpRow): Promise<readonly Change[]> {
    const moved = await sealer.rewrap(sealedOf(row)).catch(() => null)
    return moved === null || moved.text === row.sealed ? [] : [store.totp.reseal(row, moved)]
  }

  async function recordRefusal(client: Client, user: User): Promise<void> {
    await record(client, user, 'invalid_code')
  }

  async function record(client: Client, user: User, reason: CodeRefusal): Promise<void> {
    await refusals.record(client, actorOf(client, user), {
      type: 'second_factor.refused',
      subject: userParty(user),
      userId: user.id,
      reason,
      ...(reason === 'clock_went_back' && { answeredAs: 'invalid_code' }),
    })
  }

  /** Warns once: whoever runs the app can mend its clock, and people who are kept out cannot. */
  function warnOfClock(): void {
    if (isWarned) return
    isWarned = true
    process.emitWarning(
      'the clock was ahead and was set back: authenticator apps that were used meanwhile are refused until it has caught up',
      { code: 'KEYWARD_CLOCK_WENT_BACK' },
    )
  }
}

/** The place at which the secret of an authenticator app is sealed. */
export function placeOf({ id, userId }: Pick<TotpRow, 'id' | 'userId'>): Place {
  return { table: 'totp', id, column: 'sealed', userId }
}

/** The digests that a recovery code may be stored under, which differ for each user; none for a text that is no code. */
function recoveryDigests(
  digester: Pick<Core['digester'], 'candidates'>,
  userId: string,
  code: string,
): readonly string[] {
  const canonical = canonicalRecoveryCode(code)
  if (canonical === null) return []
  return digester.candidates(recoveryText(userId, canonical)).map(({ digest }) => digest)
}

/** The text of which the digest of a recovery code is made. */
export function recoveryText(userId: string, canonical: string): string {
  return `recovery code:${userId}:${canonical}`
}

/** The secret of an authenticator app, as the sealer opens it. */
export function sealedOf({ sealed, keyId }: Pick<TotpRow, 'sealed' | 'keyId'>): Sealed {
  return { text: sealed, keyId }
}
