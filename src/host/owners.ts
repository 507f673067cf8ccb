import type { UserAdministration } from '../admin/users.js'
import type { User } from '../identity.js'
import { readId } from '../input/id.js'

/** Finds the user whose things a call is about. */
export interface Owners {
  /** The user with an id; 404 where there is none. */
  owner(userId: string): Promise<User>
  /** Finds the user as `owner` does, and makes sure that they have an account, without which they can own nothing. */
  holder(userId: string): Promise<User>
}

/** Makes the finder; an id that is no text is a 422. */
export function owners(users: Pick<UserAdministration, 'owner' | 'holder'>): Owners {
  return Object.freeze({
    owner: async (userId) => users.owner(readId(userId, 'userId')),
    holder: async (userId) => users.holder(readId(userId, 'userId')),
  } satisfies Owners)
}
