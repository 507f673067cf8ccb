import type { UserAdministration } from '../admin/users.js'
import type { Actor } from '../events.js'
import type { User } from '../identity.js'
import { readId } from '../input/id.js'

/** Somebody who runs the app: by which name the audit calls them, and why they do what they do. */
export interface Operator {
  /** 1 to 100 characters, such as the user of the machine. */
  readonly name: string
  /** Up to 500 characters; it stands in the `note` of each event. `null` = they were not asked. */
  readonly reason: string | null
}

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
