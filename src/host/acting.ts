import type { UserAdministration } from '../admin/users.js'
import type { Actor } from '../events.js'
import type { User } from '../identity.js'
import { readId } from '../input/id.js'

/** Who makes the calls, and how the user is found whose things a call is about. */
export interface Acting {
  /** Whom the audit names: the app itself, or an operator. */
  readonly actor: Actor
  /** The user with an id; 404 where there is none. */
  owner(userId: string): Promise<User>
  /** Finds the user as `owner` does, and makes sure that they have an account, without which they can own nothing. */
  holder(userId: string): Promise<User>
}

/** Makes it; an id that is no text is a 422. */
export function acting(actor: Actor, users: Pick<UserAdministration, 'owner' | 'holder'>): Acting {
  return Object.freeze({
    actor,
    owner: async (userId) => users.owner(readId(userId, 'userId')),
    holder: async (userId) => users.holder(readId(userId, 'userId')),
  } satisfies Acting)
}
