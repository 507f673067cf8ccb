import { readId } from '../input/id.js'
import type { NewSshGrant } from '../input/new-ssh-grant.js'
import type { SshGrant, SshGrants } from '../ssh/grant.js'
import type { Acting } from './acting.js'

/**
 * Who may log in to which hosts by SSH, for the app's own code: an ordered list, of which the first grant that fits decides. An unknown id
 * is a 404.
 */
export interface HostSshGrants {
  /** All grants, in their order. */
  list(): Promise<readonly SshGrant[]>
  get(id: string): Promise<SshGrant>
  /** Adds one behind all others. 409 `conflict`, 422. */
  create(grant: NewSshGrant): Promise<SshGrant>
  /** Replaces one and leaves it in its place. 409 `conflict`, 422. */
  update(id: string, grant: NewSshGrant): Promise<SshGrant>
  /** 409 `conflict`. */
  remove(id: string): Promise<void>
  /** Replaces all grants; their order counts. 409 `conflict`, 422. */
  replace(grants: readonly NewSshGrant[]): Promise<void>
}

/** Makes `keyward.sshGrants`. */
export function hostSshGrants(sshGrants: SshGrants, { actor }: Pick<Acting, 'actor'>): HostSshGrants {
  return Object.freeze({
    async list() {
      return (await sshGrants.list()).grants
    },
    get: async (id) => sshGrants.get(readId(id)),
    create: (grant) => sshGrants.create(actor, grant),
    update: async (id, grant) => sshGrants.update(actor, readId(id), grant),
    remove: async (id) => sshGrants.remove(actor, readId(id)),
    async replace(grants) {
      await sshGrants.replace(actor, grants, { ifVersion: null })
    },
  } satisfies HostSshGrants)
}
