import type { AdminUser, NewUser, UserAdministration } from './admin/users.js'
import type { ApiKeys, IssuedApiKey, NewApiKey } from './credentials/api-key.js'
import { toUser } from './credentials/user.js'
import { KeywardError } from './errors.js'
import { hostActor } from './events.js'
import type { Parts } from './parts.js'
import type { User } from './principal.js'
import type { NewSshGrant, SshGrant, SshGrants } from './ssh/grant.js'
import type { NewSshPrivateKey, SshPrivateKey, SshPrivateKeys } from './ssh/private-key.js'
import type { SshPrivateKeyUse } from './ssh/private-key-use.js'

/** Managing users from the app's own code. What it does is recorded as done by the host. */
export interface HostUsers {
  /** The password is taken as it is: the rules are for people, not for the app. 409 `username_taken`. */
  create(input: NewUser): Promise<AdminUser>
  byUsername(username: string): Promise<AdminUser | null>
  /** Ends sessions and tokens; API keys are refused until the user is enabled again. */
  disable(id: string): Promise<void>
  enable(id: string): Promise<void>
  /** Removes the user and all they hold. */
  remove(id: string): Promise<void>
  /** Ends sessions and tokens. */
  setPassword(id: string, password: string): Promise<void>
  /** To be called when the host changed a user in a table of its own. */
  changed(id: string): Promise<void>
  /** To be called when the host removed a user from a table of its own. */
  removed(id: string): Promise<void>
}

/** Makes an API key for a user, from the app's own code. */
export interface HostApiKeys {
  create(userId: string, input: NewApiKey): Promise<IssuedApiKey>
}

/** Who may log in to which hosts by SSH, from the app's own code. */
export interface HostSshGrants {
  list(): Promise<readonly SshGrant[]>
  /** Replaces all; their order counts. 422. */
  replace(grants: readonly NewSshGrant[]): Promise<void>
}

/** SSH private keys of users, from the app's own code: making them, and using them for their owners. */
export interface HostSshPrivateKeys extends Omit<SshPrivateKeyUse, 'close'> {
  /** All of a user's, newest first. */
  list(userId: string): Promise<readonly SshPrivateKey[]>
  /** 403 `limit_reached`, 404, 409 `name_taken`, 413, 422, 503. */
  create(userId: string, input: NewSshPrivateKey): Promise<SshPrivateKey>
}

export function hostUsers(users: UserAdministration): HostUsers {
  return Object.freeze({
    create: (input) => users.create(hostActor, input, 'any-password'),
    byUsername: (username) => users.byUsername(username),
    async disable(id) {
      await users.update(hostActor, id, { disabled: true })
    },
    async enable(id) {
      await users.update(hostActor, id, { disabled: false })
    },
    remove: (id) => users.remove(hostActor, id),
    setPassword: (id, password) => users.setPassword(hostActor, id, password),
    changed: (id) => users.changed(id),
    removed: (id) => users.changed(id),
  } satisfies HostUsers)
}

export function hostApiKeys(parts: Parts, apiKeys: ApiKeys): HostApiKeys {
  return Object.freeze({
    async create(userId: string, input: NewApiKey) {
      return apiKeys.create(hostActor, await holder(parts, userId), input)
    },
  })
}

export function hostSshGrants(sshGrants: SshGrants): HostSshGrants {
  return Object.freeze({
    async list() {
      return (await sshGrants.list()).grants
    },
    async replace(grants) {
      await sshGrants.replace(hostActor, grants, { ifVersion: null })
    },
  } satisfies HostSshGrants)
}

export function hostSshPrivateKeys(
  parts: Parts,
  keys: SshPrivateKeys,
  { openAgent, signFor, withPrivateKey }: SshPrivateKeyUse,
): HostSshPrivateKeys {
  return Object.freeze({
    async list(userId: string) {
      const { rows } = await keys.list(await holder(parts, userId), { limit: 100, before: null })
      return rows
    },
    async create(userId: string, input: NewSshPrivateKey) {
      return keys.create(hostActor, await holder(parts, userId), input)
    },
    openAgent,
    signFor,
    withPrivateKey,
  })
}

/** A user who has an account, so that they can hold something. */
async function holder({ store, options }: Parts, userId: string): Promise<User> {
  const row = await store.users.byId(userId)
  if (!row) throw new KeywardError('not_found')
  await store.commit([store.accounts.ensure(userId)])
  return toUser(row, options)
}
