import type { Core } from '../core.js'
import { usernameKey } from '../credentials/username.js'
import { invalidField } from '../errors.js'
import { idOfServiceAccount, isServiceAccount } from './service-accounts.js'

/** Users, and service accounts, by name where the rest of keyward knows them by id. */
export interface UserNames {
  /** The names of those of these users and service accounts that are still there, by their ids. */
  of(ids: Iterable<string>): Promise<ReadonlyMap<string, string>>
  /**
   * The id of the user whom somebody means by a name or an id; `null` = nobody. 422 `ambiguous` for the field that it stands in, where it is
   * the id of one and the name of another: people choose their names, and may choose the id of somebody else.
   */
  idOfUser(nameOrId: string, field: string): Promise<string | null>
  /** As `idOfUser`, or a service account's. */
  idOf(nameOrId: string, field: string): Promise<string | null>
  /** As `idOf`; where nobody is found what was asked for, since what happened to a user outlives them. */
  idInAudit(nameOrId: string, field: string): Promise<string>
}

/** Makes the service that names users. */
export function userNames({ store }: Pick<Core, 'store'>): UserNames {
  const { users, serviceAccounts, audit } = store
  return Object.freeze({
    async of(ids) {
      const asked = [...new Set(ids)]
      const names = new Map((await serviceAccounts.named(asked)).map(({ id, name }) => [id, name]))
      const others = await Promise.all(asked.filter((id) => !names.has(id)).map((id) => users.byId(id)))
      for (const user of others) if (user) names.set(user.id, user.username)
      return names
    },
    idOfUser: async (nameOrId, field) => one(await usersMeant(nameOrId), field),
    idOf: async (nameOrId, field) => one(await allMeant(nameOrId), field),
    async idInAudit(nameOrId, field) {
      const meant = await allMeant(nameOrId)
      if (meant.size === 0 || (await hasEvents(nameOrId))) meant.add(nameOrId)
      return one(meant, field) ?? nameOrId
    },
  } satisfies UserNames)

  async function usersMeant(nameOrId: string): Promise<Set<string>> {
    const found = await Promise.all([users.byId(nameOrId), users.byUsername(usernameKey(nameOrId))])
    return new Set(found.flatMap((user) => user?.id ?? []))
  }

  async function allMeant(nameOrId: string): Promise<Set<string>> {
    const service = await idOfServiceAccount(store, nameOrId)
    // A host's table may be unable to look for the id of a service account.
    const others = (await isServiceAccount(store, nameOrId))
      ? [nameOrId, (await users.byUsername(usernameKey(nameOrId)))?.id]
      : await usersMeant(nameOrId)
    return new Set([service, ...others].filter((id) => id != null))
  }

  /** Whether it is the id of somebody to whom something happened, who may be gone. */
  async function hasEvents(userId: string): Promise<boolean> {
    return (await audit.list({ userId }, { limit: 1, before: null })).rows.length > 0
  }
}

function one(meant: ReadonlySet<string>, field: string): string | null {
  const [id = null, ...others] = meant
  if (others.length === 0) return id
  throw invalidField(
    field,
    'ambiguous',
    `may mean any of ${[...meant].join(', ')}: give another name or id of theirs`,
  )
}
