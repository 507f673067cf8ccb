import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import type { UserRow } from '../store/user.js'
import { serviceAccountNamed } from './service-accounts.js'

/** Users, and service accounts, by name where the rest of keyward knows them by id. */
export interface UserNames {
  /** The names of those of these users and service accounts that are still there, by their ids. */
  of(ids: Iterable<string>): Promise<ReadonlyMap<string, string>>
  /** The user whom somebody means by a name or, where nobody has that name, by an id; `null` = nobody. */
  find(nameOrId: string): Promise<Pick<UserRow, 'id' | 'username'> | null>
  /** As `find`, and then among service accounts, the id alone: where nobody is found what was asked for, since what happened to a user outlives them. */
  idOf(nameOrId: string): Promise<string>
}

/** Makes the service that names users. */
export function userNames({ store }: Pick<Core, 'store'>): UserNames {
  const { users } = store
  return Object.freeze({
    async of(ids) {
      const found = await Promise.all([...new Set(ids)].map(named))
      return new Map(found.filter((one) => one !== null))
    },
    find,
    async idOf(nameOrId) {
      const found = (await find(nameOrId)) ?? (await serviceAccountNamed(store, nameOrId))
      return found?.id ?? nameOrId
    },
  } satisfies UserNames)

  async function named(id: string): Promise<readonly [id: string, name: string] | null> {
    const user = await users.byId(id)
    if (user) return [user.id, user.username]
    const account = await store.serviceAccounts.byId(id, 0)
    return account && [account.row.id, account.row.name]
  }

  async function find(nameOrId: string): Promise<UserRow | null> {
    return (await users.byUsername(usernameKey(nameOrId))) ?? users.byId(nameOrId)
  }
}
