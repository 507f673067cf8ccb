import type { UserAdministration } from '../admin/users.js'
import type { Session, Sessions } from '../credentials/session.js'
import { readId } from '../input/id.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Acting } from './acting.js'

/** Users' sessions, for the app's own code; `signInUser` makes one. Another user's session is a 404, like one that never existed. */
export interface HostSessions {
  /** Newest first; none of them is the `current` one. */
  list(userId: string, page?: Partial<PageRequest>): Promise<Page<Session>>
  end(userId: string, id: string): Promise<void>
  /** Ends all sessions of the user and their sign-ins under way, as `keyward.users.endSessions` does. */
  endAll(userId: string): Promise<void>
}

/** Makes `keyward.sessions`. */
export function hostSessions(
  sessions: Sessions,
  users: Pick<UserAdministration, 'endSessions'>,
  { actor, owner }: Acting,
): HostSessions {
  return Object.freeze({
    list: async (userId, asked = {}) => sessions.list(await owner(userId), null, readInput(page, asked)),
    end: async (userId, id) => sessions.end(actor, await owner(userId), readId(id)),
    endAll: async (userId) => users.endSessions(actor, readId(userId, 'userId')),
  } satisfies HostSessions)
}
