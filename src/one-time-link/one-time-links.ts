import type { Mounts } from '../auth/mounts.js'
import type { Client } from '../client.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { isUser } from '../events.js'
import type { Throttle } from '../sign-in/throttle.js'
import type { Afterwards } from './afterwards.js'
import type { OneTimeLink } from './link.js'
import { linkMaker } from './link.js'
import type { UseOfLinks } from './use.js'
import { useOfLinks } from './use.js'
import { resetRequests } from './reset-request.js'

/** Links that set a password once, bound to what the account was when they were made: any change of the password ends them. */
export interface OneTimeLinks extends UseOfLinks {
  /** Makes a link, good for 7 days, that sets a user's first password. 403 `forbidden` for oneself, 404, 409 `conflict` where they have one. */
  invite(actor: Actor, userId: string): Promise<OneTimeLink>
  /** Whether `invite` would make a link. */
  mayInvite(actor: Actor, userId: string): Promise<boolean>
  /** Makes a link, good for an hour, that sets another password. 404. */
  passwordResetLink(actor: Actor, userId: string): Promise<OneTimeLink>
  /**
   * Has a link sent to the user of that name, if there is one who may have it. The answer is the same for everybody, and waits for nothing
   * that depends on whether there is. 429 after 10 requests from one address for one name in 15 minutes, 503 `busy`.
   */
  requestReset(client: Client, username: string): Promise<void>
}

/** What links are made and used with. */
interface Parts {
  readonly passwords: PasswordHashes
  readonly limits: Throttle
  readonly mounts: Pick<Mounts, 'url'>
  readonly afterwards: Afterwards
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'refusals' | 'policyFor'>

/** Makes the service. */
export function oneTimeLinks(core: Needs, { passwords, limits, mounts, afterwards }: Parts): OneTimeLinks {
  const { store } = core
  const links = linkMaker(core, mounts)
  return Object.freeze({
    async invite(actor, userId) {
      return links.make(actor, userId, {
        kind: 'invitation',
        notice: 'invitation.created',
        check({ id, passwordHash }) {
          // The id is the stored one: a host's column may know several ways to write it.
          if (isUser(actor.party, id)) throw new KeywardError('forbidden')
          if (passwordHash !== null) throw new KeywardError('conflict', { message: hasPassword })
        },
      })
    },
    async mayInvite(actor, userId) {
      const user = await store.users.byId(userId)
      return user?.passwordHash === null && !isUser(actor.party, user.id)
    },
    passwordResetLink: (actor, userId) =>
      links.make(actor, userId, { kind: 'password_reset', check: () => undefined }),
    requestReset: resetRequests(core, { links, limits, afterwards }),
    ...useOfLinks(core, { passwords, limits }),
  } satisfies OneTimeLinks)
}

const hasPassword = 'the user has a password already'
