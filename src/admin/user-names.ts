import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import type { UserRow } from '../store/user.js'
import { idOfServiceAccount, isServiceAccount } from './service-accounts.js'

/** Users, and service accounts, by name where the rest of keyward knows them by id. */
export interface UserNames {
  /** The names of those of these users and service accounts that are still there, by their ids. */
  of(ids: Iterable<string>): Promise<ReadonlyMap<string, string>>
  /** The user whom somebody means by a name or, where nobody has that name, by an id; `null` = nobody. */
  find(nameOrId: string): Promise<Pick<UserRow, 'id' | 'username'> | null>
  /** As `find`, or a service account's, the id alone: where nobody is found what was asked for, since what happened to a user outlives them. */
  idOf(nameOrId: string): Promise<string>
}

/** Makes the service that names users. */
export function userNames({ store }: Pick<Core, 'store'>): UserNames {
  const { users } = store
  return Object.freeze({
    async of(ids) {
      const asked = [...new Set(ids)]
      const names = new Map((await store.serviceAccounts.named(asked)).map(({ id, name }) => [id, name]))
      const others = await Promise.all(asked.filter((id) => !names.has(id)).map((id) => users.byId(id)))
      for (const user of others) if (user) names.set(user.id, user.username)
      return names
    },
    find,
    async idOf(nameOrId) {
      if (await isServiceAccount(store, nameOrId)) return nameOrId
      return (await find(nameOrId))?.id ?? (await idOfServiceAccount(store, nameOrId)) ?? nameOrId
    },
  } satisfies UserNames)

  async function find(nameOrId: string): Promise<UserRow | null> {
    return (await users.byUsername(usernameKey(nameOrId))) ?? users.byId(nameOrId)
  }
}
