import { endingLists } from '../credentials/own-list.js'
import { readId } from '../input/id.js'
import { listRequest } from '../input/list.js'
import { readInput } from '../input/read-input.js'
import type { NewSshKey, SshKey, SshKeyChange, SshKeys } from '../ssh/ssh-key.js'
import type { CountedPage } from '../store/page.js'
import type { HostListRequest } from './list-request.js'
import type { Acting } from './acting.js'

const requested = listRequest(endingLists)

/** Users' SSH keys, for the app's own code. Another user's key is a 404, like one that never existed. */
export interface HostSshKeys {
  /** Newest first, unless `sort` says otherwise; `at` is the place of the `last` of a page, and `before` its id where that order is the default. 422. */
  list(userId: string, asked?: HostListRequest): Promise<CountedPage<SshKey>>
  get(userId: string, id: string): Promise<SshKey>
  /** 403 `limit_reached`, 409 `name_taken`, `key_in_use`, 422. */
  create(userId: string, input: NewSshKey): Promise<SshKey>
  /** 409 `name_taken`, 422. */
  update(userId: string, id: string, change: SshKeyChange): Promise<SshKey>
  remove(userId: string, id: string): Promise<void>
}

/** Makes `keyward.sshKeys`. */
export function hostSshKeys(sshKeys: SshKeys, { actor, owner, holder }: Acting): HostSshKeys {
  return Object.freeze({
    list: async (userId, asked = {}) => sshKeys.list(await owner(userId), readInput(requested, asked)),
    get: async (userId, id) => sshKeys.get(await owner(userId), readId(id)),
    create: async (userId, input) => sshKeys.create(actor, await holder(userId), input),
    update: async (userId, id, change) =>
      sshKeys.update(actor, { user: await owner(userId), id: readId(id) }, change),
    remove: async (userId, id) => sshKeys.remove(actor, await owner(userId), readId(id)),
  } satisfies HostSshKeys)
}
