import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { usernameKey } from '../credentials/username.js'
import type { User } from '../identity.js'
import type { AccountRow } from '../store/account.js'
import type { UserRow } from '../store/user.js'
import type { Write } from '../store/write.js'
import { isKnownBrowser } from './known-browser.js'
import type { Throttle } from './throttle.js'
import { accountCounter, passwordCounters } from './throttle.js'

/** A right password, with the changes to be committed with whatever it is used for. */
export interface PasswordProof {
  readonly user: UserRow
  /** The account's epoch, which was read before the hash that the password fitted. */
  readonly securityEpoch: number
  readonly changes: readonly Write[]
  /** Whether the stored hash was made with other parameters than today's, and is to be made anew. */
  readonly outdated: boolean
  /** Whether an administrator chose it: then it serves to choose another, and nothing else. */
  readonly temporary: boolean
}

/** A password that somebody typed. */
interface PasswordAttempt {
  /** The name that was typed and, where the app looked the user up itself, the id that it found; `null` = it found nobody. */
  readonly who: { readonly username: string; readonly userId?: string | null }
  readonly password: string
  /** The client's address; `undefined` = nobody says, so the attempt is counted for the account alone. */
  readonly ip: string | null | undefined
  /** The user in whose session it was typed. Default: `null`, in none. */
  readonly sessionOf?: string | null
}

/** Why a password was refused. The audit is told; whoever typed it never is. */
export type PasswordRefusal = 'invalid_credentials' | 'unreadable_hash'

/** What a password was used for, or why it was not. */
type PasswordUse<T> = { readonly done: T } | { readonly refusal: PasswordRefusal }

/** The one place where passwords are judged. */
export interface PasswordCheck {
  /**
   * Judges a password and calls `use` with what it proves, which may answer `null` to refuse it as well. A wrong password, and a user who
   * does not exist, is disabled or has a temporary password that has ended, are refused in the same time. Only a wrong password counts as a
   * failure. Throws 429 before anything is hashed, 503 `busy` when too many wait.
   */
  check<T>(
    attempt: PasswordAttempt,
    use: (proof: PasswordProof) => Promise<T | null>,
  ): Promise<PasswordUse<T>>
}

/** What a password is judged by. */
interface Judged {
  readonly account: AccountRow | null
  readonly user: UserRow | null
}

/** How a user is looked up, and what attempts are counted by where there is none. */
interface Search {
  find(): Promise<UserRow | null>
  readonly label: string
}

/** Records that somebody who is signed in typed a wrong password. */
export async function recordWrongPassword(
  { refusals }: Pick<Core, 'refusals'>,
  client: Client,
  { user, reason }: { readonly user: User; readonly reason: PasswordRefusal },
): Promise<void> {
  await refusals.record(client, actorOf(client, user), {
    type: 'password.refused',
    subject: userParty(user),
    userId: user.id,
    reason,
  })
}

type Needs = Pick<Core, 'options' | 'store' | 'digester'>

/** Makes the check; `limits` counts the attempts, and `passwords` judges them. */
export function passwordCheck(core: Needs, passwords: PasswordHashes, limits: Throttle): PasswordCheck {
  const { options, store } = core
  return Object.freeze({
    async check({ who, password, ip, sessionOf = null }, use) {
      const { find, label } = searchFor(who)
      // The user is looked up before the queue: a look-up of the host's that hangs must not take the place of others.
      const named = await find()
      // Attempts are counted by the user who was found, since a host's store may find one user by many names.
      const subject = named ? `user:${named.id}` : label
      // This, and all that follows, is done for unknown users as well, so that they take as long as known ones.
      const [wasThere, account] = await Promise.all([
        isKnownBrowser(core, subject, ip ?? null),
        store.accounts.byId(named?.id ?? ''),
      ])
      const isKnown = wasThere || named?.id === sessionOf
      const counters =
        ip === undefined
          ? [accountCounter(core, { subject, isKnown })]
          : passwordCounters(core, { subject, ip, isKnown })
      // The hash is read after the epoch: otherwise a password that was changed in between would open a session under the new epoch.
      const user = await find()
      const judged = { account, user: user?.id === named?.id ? user : null }
      let refusal: PasswordRefusal = 'invalid_credentials'
      // An attempt is counted when it is its turn: those that wait must not use up the limit.
      const right = await passwords.queue.run(() =>
        limits.attempt(limits.windows(counters), async () => {
          const verdict = await judge(judged, password)
          if (typeof verdict !== 'string') return verdict
          refusal = verdict
          return null
        }),
      )
      const done = await right?.use((proof, changes) => use({ ...proof, changes }))
      return done == null ? { refusal } : { done }
    },
  } satisfies PasswordCheck)

  /** How the user is looked up, and by what an attempt is counted where there is none. */
  function searchFor({ username, userId }: PasswordAttempt['who']): Search {
    const key = usernameKey(username)
    const label = `name:${key}`
    const byName = () => store.users.byUsername(key)
    if (userId === undefined) return { find: byName, label }
    if (userId !== null) return { find: () => store.users.byId(userId), label }
    // The name is looked up all the same and the answer thrown away, so that nobody takes as long as somebody.
    return { find: () => byName().then(() => null), label }
  }

  async function judge(
    { account, user }: Judged,
    password: string,
  ): Promise<Omit<PasswordProof, 'changes'> | PasswordRefusal> {
    // A user who may not come in is treated as one without a hash, so that a right password takes as long as a wrong one.
    const hash = user && !user.disabled && !isPast(account) ? user.passwordHash : null
    const verdict = await passwords.judge(password, hash)
    if (verdict === 'unreadable') return 'unreadable_hash'
    if (verdict === 'wrong' || !user || hash === null) return 'invalid_credentials'
    return {
      user,
      securityEpoch: account?.securityEpoch ?? 0,
      outdated: passwords.outdated(hash),
      temporary: account?.temporaryUntil != null,
    }
  }

  function isPast(account: AccountRow | null): boolean {
    return account?.temporaryUntil != null && options.now() >= account.temporaryUntil
  }
}
