import type { Client } from '../client.js'
import { actorOf, countedAddressOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import type { Counter, Throttle } from '../sign-in/throttle.js'
import { addressGroup } from '../sign-in/throttle.js'
import type { UserRow } from '../store/user.js'
import type { Afterwards } from './afterwards.js'
import type { LinkMaker } from './link.js'

/** More than anybody asks for who waits for a mail, and few enough that nobody's mailbox is filled by others. */
const requests = { failures: 10, minutes: 15 }
const madeLinks = { failures: 3, minutes: 60 }

interface Parts {
  readonly links: LinkMaker
  readonly limits: Throttle
  readonly afterwards: Afterwards
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'refusals'>

/** Makes what takes the requests of people who forgot their password. The users are looked at after the answer. */
export function resetRequests(core: Needs, { links, limits, afterwards }: Parts) {
  const { options, store, digester, refusals } = core
  return async (client: Client, username: string): Promise<void> => {
    const name = usernameKey(username)
    const counted = limits.windows(countersOf(addressGroup(countedAddressOf(client)), name))
    const actor = actorOf(client, null)
    await limits.attempt(counted, async () => {
      afterwards.add(() => answer(actor, name))
      return true
    })
  }

  /** What a request is counted in. The address by itself comes first: whoever asks for one name after the other writes mails to all of them. */
  function countersOf(address: string, name: string): readonly Counter[] {
    const counted = [
      { of: `address:${address}`, limit: options.throttle.perAddress },
      { of: `both:${address}:${name}`, limit: requests },
    ]
    return counted.map(({ of, limit }) => {
      return { key: digester.label(`password reset:${of}`), limit, clearedBySuccess: false }
    })
  }

  /**
   * Makes the link, and counts it unless a fault keeps it from being made. What a name that nobody has leads to costs as much as can be, so that
   * the work of one request tells nobody anything by delaying the next.
   */
  async function answer(actor: Actor, name: string): Promise<void> {
    const user = await store.users.byUsername(name)
    const key = digester.label(`password reset:${user ? `user:${user.id}` : `name:${name}`}`)
    const counted = limits.windows([{ key, limit: madeLinks, clearedBySuccess: false }])
    const known = user && mayReset(user) ? user : null
    try {
      await limits.attempt(counted, () => (known ? make(actor, known) : Promise.resolve(null)))
    } catch (error) {
      if (!(error instanceof KeywardError) || error.code !== 'too_many_attempts') throw error
      if (known) await tooMany(actor, known)
    }
  }

  function make(actor: Actor, { id }: UserRow): Promise<object> {
    return links.make(actor, id, {
      kind: 'password_reset',
      notice: 'password_reset.requested',
      check(read) {
        if (!mayReset(read)) throw new KeywardError('conflict')
      },
    })
  }

  function tooMany(actor: Actor, user: UserRow): Promise<void> {
    const of = { type: 'request.refused', subject: userParty(user), userId: user.id } as const
    return refusals.record(null, actor, { ...of, reason: 'too_many_attempts' })
  }
}

/**
 * Whether a user may have another password sent to them. Who has none signs in by other means, or was not invited yet: a first password is
 * for an administrator to offer, and no request opens another way in.
 */
function mayReset({ disabled, passwordHash }: UserRow): boolean {
  return !disabled && passwordHash !== null
}
