import { hostActor } from '../events.js'
import { readId } from '../input/id.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type { NewSshKey, SshKey, SshKeyChange, SshKeys } from '../ssh/ssh-key.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Owners } from './owners.js'

/** Users' SSH keys, for the app's own code. Another user's key is a 404, like one that never existed. */
export interface HostSshKeys {
  /** Newest first. */
  list(userId: string, page?: Partial<PageRequest>): Promise<Page<SshKey>>
  get(userId: string, id: string): Promise<SshKey>
  /** 403 `limit_reached`, 409 `name_taken`, `key_in_use`, 422. */
  create(userId: string, input: NewSshKey): Promise<SshKey>
  /** 409 `name_taken`, 422. */
  update(userId: string, id: string, change: SshKeyChange): Promise<SshKey>
  remove(userId: string, id: string): Promise<void>
}

/** Makes `keyward.sshKeys`. */
export function hostSshKeys(sshKeys: SshKeys, { owner, holder }: Owners): HostSshKeys {
  return Object.freeze({
    list: async (userId, asked = {}) => sshKeys.list(await owner(userId), readInput(page, asked)),
    get: async (userId, id) => sshKeys.get(await owner(userId), readId(id)),
    create: async (userId, input) => sshKeys.create(hostActor, await holder(userId), input),
    update: async (userId, id, change) =>
      sshKeys.update(hostActor, { user: await owner(userId), id: readId(id) }, change),
    remove: async (userId, id) => sshKeys.remove(hostActor, await owner(userId), readId(id)),
  } satisfies HostSshKeys)
}
