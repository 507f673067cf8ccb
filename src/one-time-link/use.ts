import { endingEverything } from '../admin/ending.js'
import { userEvent } from '../admin/user-event.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf } from '../client.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { checkNewPassword, minLengthFor } from '../credentials/password-rules.js'
import { kindOf } from '../crypto/secret.js'
import type { KeywardError } from '../errors.js'
import type { AuditEvent, EventType } from '../events.js'
import type { Change } from '../journal.js'
import type { Counted, Throttle } from '../sign-in/throttle.js'
import { addressGroup } from '../sign-in/throttle.js'
import type { OneTimeLinkKind, OneTimeLinkRow } from '../store/one-time-link.js'
import type { UserRow } from '../store/user.js'
import { meantCode } from '../typed-text.js'

/** Using one-time links. */
export interface UseOfLinks {
  /**
   * Uses a link up and sets the password of its user, which ends their other links, sessions, sign-ins under way and tokens, and waives no
   * second factor. 401 `invalid_code` for a link that is unknown, used, over, of another kind or of a user who is disabled: one answer.
   * 422 for a password that is weak, and 503, leave the link as it is. 429 after too many codes from one address that no link can have had.
   */
  use(client: Client, kind: OneTimeLinkKind, given: LinkUse): Promise<void>
}

/** What somebody who has a link sends. */
interface LinkUse {
  readonly code: string
  readonly newPassword: string
}

/** A link that holds, and whose it is. */
interface FoundLink {
  readonly row: OneTimeLinkRow
  readonly user: UserRow
}

interface Parts {
  readonly passwords: PasswordHashes
  readonly limits: Throttle
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'policyFor'>

/** Makes what uses links; `passwords` hashes the new password, `limits` counts what is no code. */
export function useOfLinks(core: Needs, { passwords, limits }: Parts): UseOfLinks {
  const { options, store, digester, journal, outbox } = core
  return Object.freeze({
    async use(client, kind, { code: pasted, newPassword }) {
      // A mail may have broken the code over two lines, or put what nobody sees around it.
      const code = meantCode(pasted)
      await admit(client, code)
      const found = await find(kind, code)
      if (!found || !(await replace(client, found, newPassword))) throw invalid()
    },
  } satisfies UseOfLinks)

  /**
   * Counts what has not the form of a code. What has it was a link's: nobody guesses 178 bits, and a whole office may follow links that were used
   * or have ended.
   */
  async function admit(client: Client, code: string): Promise<void> {
    const junk = junkFrom(client)
    if (kindOf(options.secretPrefix, code) === 'one_time_link') return junk.refuse()
    await limits.attempt(junk, () => Promise.resolve(null))
    throw invalid()
  }

  /** The link with that code. The password is looked at only once there is one: what is said of it tells nothing about codes that are none. */
  async function find(kind: OneTimeLinkKind, code: string): Promise<FoundLink | null> {
    const row = await store.oneTimeLinks.byDigest(digester.candidates(code).map(({ digest }) => digest))
    if (row?.kind !== kind || options.now() >= row.expiresAt) return null
    const account = await store.accounts.byId(row.userId)
    const user = await store.users.byId(row.userId)
    return account?.securityEpoch === row.securityEpoch && user?.disabled === false ? { row, user } : null
  }

  /** Sets the password; `false` = somebody used the link first, or it ended meanwhile. */
  async function replace(client: Client, { row, user }: FoundLink, newPassword: string): Promise<boolean> {
    const { username } = user
    const { productName } = options
    const minLength = minLengthFor(await core.policyFor(user), options)
    checkNewPassword(newPassword, 'newPassword', { username, productName, minLength })
    const hash = await passwords.queue.run(() => passwords.hash(newPassword))
    const claim = [
      // It holds the account until the commit has ended, so that of two links, or of a link and a change of the password, one wins.
      store.accounts.still(user.id, row.securityEpoch),
      store.oneTimeLinks.consume(row.id, options.now()),
      store.oneTimeLinks.removeAll(user.id),
    ]
    const actor = actorOf(client, user)
    const told = await outbox.write({ kind: 'password.changed', user, actor, facts: { temporary: false } })
    const used = event('one_time_link.used')
    const changed = event('password.changed')
    if (store.userSearch !== null) {
      return journal.commit([...claim, ...told, ...setting(user, hash)], used, changed)
    }
    // The host's own table is written at once, whatever comes of a commit: the link is used up before, so that it is written by one alone.
    if (!(await journal.commit(claim, used))) return false
    await journal.commit([...told, ...setting(user, hash)], changed)
    return true

    function event(type: EventType): AuditEvent {
      return userEvent(type, user, { actor, at: options.now() })
    }
  }

  function setting({ id }: UserRow, hash: string): readonly Change[] {
    return [
      ...endingEverything(store, id),
      store.accounts.set(id, { passwordChangedAt: options.now(), temporaryUntil: null }),
      store.users.setPasswordHash(id, hash),
    ]
  }

  function junkFrom(client: Client): Counted {
    const key = digester.label(`one-time link:address:${addressGroup(countedAddressOf(client))}`)
    return limits.windows([{ key, limit: options.throttle.perAddress, clearedBySuccess: false }])
  }

  function invalid(): KeywardError {
    return challenged('invalid_code', options)
  }
}
