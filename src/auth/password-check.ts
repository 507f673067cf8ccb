import type { Passwords } from '../credentials/password.js'
import { usernameKey } from '../credentials/username.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { AccountRow } from '../store/account.js'
import type { UserRow } from '../store/user.js'
import type { Write } from '../store/write.js'
import type { User } from '../principal.js'
import type { Client } from './client.js'
import { actorOf, userParty } from './client.js'
import { passwordCounters, throttle } from './throttle.js'

/** A right password, and what to write along with what it is used for. */
export interface PasswordProof {
  readonly user: UserRow
  /** `null` = this user has not been here before. */
  readonly account: AccountRow | null
  readonly changes: readonly Write[]
  /** The stored hash was made with other parameters than today's: hash again. */
  readonly outdated: boolean
}

/** The one place where passwords are judged. */
export interface PasswordCheck {
  /**
   * Judges a password for a user name; `null` = wrong, unknown, disabled or out of date, all in the same time.
   * Throws 429 before anything is hashed, 503 `busy` when too many wait.
   */
  check(username: string, password: string, ip: string | null): Promise<PasswordProof | null>
}

/** Records that somebody signed in typed a wrong password. */
export async function recordWrongPassword(
  { journal, options }: Pick<Parts, 'journal' | 'options'>,
  client: Client,
  user: User,
): Promise<void> {
  const refused = auditEvent(options.now(), actorOf(client, user), {
    type: 'password.refused',
    subject: userParty(user),
    userId: user.id,
    outcome: 'refused',
    reason: 'invalid_credentials',
  })
  await journal.commit([], refused)
}

export function passwordCheck(parts: Parts, passwords: Passwords): PasswordCheck {
  const { options, store } = parts
  const limits = throttle(parts)
  return Object.freeze({
    async check(username, password, ip) {
      const key = usernameKey(username)
      const counters = passwordCounters(parts, key, ip)
      return passwords.queue.run(async () => {
        // Counted once it is this attempt's turn: those that wait must not use up the limit.
        await limits.admit(counters)
        const proof = await judge(key, password).catch(async (error: unknown) => {
          // A fault of ours is not a failed guess.
          await limits.takeBack(counters).catch(() => undefined)
          throw error
        })
        return proof && { ...proof, changes: limits.succeeded(counters) }
      })
    },
  } satisfies PasswordCheck)

  async function judge(key: string, password: string): Promise<Omit<PasswordProof, 'changes'> | null> {
    const user = await store.users.byUsername(key)
    // Read for unknown users, too: they must take as long as known ones.
    const account = await store.accounts.byId(user?.id ?? '')
    const fits = await passwords.verify(password, user?.passwordHash ?? null)
    if (!fits || !user || user.disabled || isPast(account)) return null
    return { user, account, outdated: user.passwordHash !== null && passwords.outdated(user.passwordHash) }
  }

  function isPast(account: AccountRow | null): boolean {
    return account?.temporaryUntil != null && options.now() >= account.temporaryUntil
  }
}
