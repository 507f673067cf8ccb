import { readAddress } from '../address.js'
import { userParty } from '../client.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { KeywardError } from '../errors.js'
import { hostActor } from '../events.js'
import { onceMore, Overtaken } from './overtaken.js'
import type { PasswordCheck, PasswordProof, PasswordRefusal } from './password-check.js'
import { hashedAnew } from './password-rehash.js'

/** A password that somebody typed into a sign-in of the app's own. */
interface TypedPassword {
  /** The user whom the app found by the name; `null` = it found nobody. */
  readonly userId: string | null
  readonly username: string
  readonly password: string
  /** The client's address, if the app says it. */
  readonly ip: string | undefined
}

/** Judges passwords for a sign-in of the app's own. */
export interface PasswordVerification {
  /** Whether it is the user's password; refusals are recorded, and counted like those of keyward's own sign-in. 429, 503. */
  verify(typed: TypedPassword): Promise<boolean>
}

type Needs = Pick<Core, 'store' | 'journal' | 'refusals'>

/** Makes the service; like keyward's own sign-in, it tries once more where the account changed meanwhile. */
export function passwordVerification(
  core: Needs,
  check: PasswordCheck,
  passwords: PasswordHashes,
): PasswordVerification {
  const { store, journal, refusals } = core
  return Object.freeze({
    verify: (typed) =>
      onceMore(() => verify(typed)).catch(async (error: unknown) => {
        const isLocked = error instanceof KeywardError && error.code === 'too_many_attempts'
        if (isLocked) await record(typed, error.code)
        throw error
      }),
  } satisfies PasswordVerification)

  async function verify(typed: TypedPassword): Promise<boolean> {
    const { userId, username, password } = typed
    const ip = typed.ip === undefined ? undefined : readAddress(typed.ip)
    const use = await check.check({ who: { username, userId }, password, ip }, (proof) =>
      accept(proof, password),
    )
    if ('done' in use) return true
    await record(typed, use.refusal)
    return false
  }

  async function accept(proof: PasswordProof, password: string): Promise<true | null> {
    // At keyward's own sign-in a temporary password only serves to choose another, so it opens nothing of the app either.
    if (proof.temporary) return null
    const { id } = proof.user
    const anew = await hashedAnew(core, passwords, { proof, password })
    const still = store.accounts.still(id, proof.securityEpoch)
    const isDone = await journal.commit([store.accounts.ensure(id), still, ...proof.changes, ...anew])
    if (!isDone) throw new Overtaken()
    return true
  }

  async function record(
    { userId, ip }: TypedPassword,
    reason: PasswordRefusal | 'too_many_attempts',
  ): Promise<void> {
    const user = await store.users.byId(userId ?? '')
    const actor = { ...hostActor, ip: readAddress(ip ?? '') }
    await refusals.record(null, actor, {
      isGuess: true,
      type: 'password.refused',
      subject: user && userParty(user),
      userId: user?.id ?? null,
      reason,
      ...(reason === 'unreadable_hash' && { answeredAs: 'invalid_credentials' }),
    })
  }
}
