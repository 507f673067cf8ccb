import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import type { UserRow } from '../store/user.js'

/** Users by name where the rest of keyward knows them by id. */
export interface UserNames {
  /** The names of those of these users who are still there, by their ids. */
  of(userIds: Iterable<string>): Promise<ReadonlyMap<string, string>>
  /** The user whom somebody means by a name or, where nobody has that name, by an id; `null` = nobody. */
  find(nameOrId: string): Promise<Pick<UserRow, 'id' | 'username'> | null>
  /** As `find`, the id alone: where nobody is found what was asked for, since what happened to a user outlives them. */
  idOf(nameOrId: string): Promise<string>
}

/** Makes the service that names users. */
export function userNames({ store: { users } }: Pick<Core, 'store'>): UserNames {
  return Object.freeze({
    async of(userIds) {
      const found = await Promise.all([...new Set(userIds)].map((id) => users.byId(id)))
      return new Map(found.flatMap((user) => (user ? [[user.id, user.username] as const] : [])))
    },
    find,
    idOf: async (nameOrId) => (await find(nameOrId))?.id ?? nameOrId,
  } satisfies UserNames)

  async function find(nameOrId: string): Promise<UserRow | null> {
    return (await users.byUsername(usernameKey(nameOrId))) ?? users.byId(nameOrId)
  }
}
