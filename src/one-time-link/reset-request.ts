import type { Client } from '../client.js'
import { actorOf, countedAddressOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import type { Throttle } from '../sign-in/throttle.js'
import { addressGroup } from '../sign-in/throttle.js'
import type { UserRow } from '../store/user.js'
import { hourMs } from '../time.js'
import type { Afterwards } from './afterwards.js'
import type { LinkMaker } from './link.js'

/** More than anybody asks for who waits for a mail, and few enough that nobody's mailbox is filled by others. */
const requests = { failures: 10, minutes: 15 }
const linksPerHour = 3

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
    const key = digester.label(`password reset:both:${addressGroup(countedAddressOf(client))}:${name}`)
    const counted = limits.windows([{ key, limit: requests, clearedBySuccess: false }])
    const actor = actorOf(client, null)
    await limits.attempt(counted, async () => {
      afterwards.add(() => answer(actor, name))
      return true
    })
  }

  /** Makes the link. What a name that nobody has leads to costs as much as can be, so that the work of one request tells nobody anything by delaying the next. */
  async function answer(actor: Actor, name: string): Promise<void> {
    const user = await store.users.byUsername(name)
    const now = options.now()
    const key = digester.label(`password reset:${user ? `user:${user.id}` : `name:${name}`}`)
    const window = { limit: linksPerHour, now, endsAt: now + hourMs }
    const hasRoom = await store.commit([store.attempts.reserve(key, window)])
    if (!user || !mayReset(user)) return
    if (!hasRoom) return tooMany(actor, user)
    await links.make(actor, user.id, {
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
