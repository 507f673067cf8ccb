import { endlessLists } from '../credentials/own-list.js'
import { readId } from '../input/id.js'
import { listRequest } from '../input/list.js'
import { readInput } from '../input/read-input.js'
import type { SshPrivateKeyUse } from '../ssh/private-key-use.js'
import type {
  NewSshPrivateKey,
  SshPrivateKey,
  SshPrivateKeyChange,
  SshPrivateKeys,
} from '../ssh/private-key.js'
import type { CountedPage } from '../store/page.js'
import type { HostListRequest } from './list-request.js'
import type { Acting } from './acting.js'

const requested = listRequest(endlessLists)

/** Keeps users' SSH private keys, and uses them for their owners, for the app's own code. Another user's key is a 404, like one that never existed. */
export interface HostSshPrivateKeys extends Omit<SshPrivateKeyUse, 'close'> {
  /** Newest first, unless `sort` says otherwise; `at` is the place of the `last` of a page, and `before` its id where that order is the default. 422. */
  list(userId: string, asked?: HostListRequest): Promise<CountedPage<SshPrivateKey>>
  get(userId: string, id: string): Promise<SshPrivateKey>
  /** 403 `limit_reached`, 409 `name_taken`, 413, 422, 503. */
  create(userId: string, input: NewSshPrivateKey): Promise<SshPrivateKey>
  /** 409 `name_taken`, 422. */
  update(userId: string, id: string, change: SshPrivateKeyChange): Promise<SshPrivateKey>
  /** Deletes the key: once this has answered, no agent signs with it. */
  remove(userId: string, id: string): Promise<void>
}

/** Makes `keyward.sshPrivateKeys`. */
export function hostSshPrivateKeys(
  keys: SshPrivateKeys,
  { openAgent, signFor, withPrivateKey }: SshPrivateKeyUse,
  { actor, owner, holder }: Acting,
): HostSshPrivateKeys {
  return Object.freeze({
    list: async (userId, asked = {}) => keys.list(await owner(userId), readInput(requested, asked)),
    get: async (userId, id) => keys.get(await owner(userId), readId(id)),
    create: async (userId, input) => keys.create(actor, await holder(userId), input),
    update: async (userId, id, change) =>
      keys.update(actor, { user: await owner(userId), id: readId(id) }, change),
    remove: async (userId, id) => keys.remove(actor, await owner(userId), readId(id)),
    openAgent,
    signFor,
    withPrivateKey,
  } satisfies HostSshPrivateKeys)
}
