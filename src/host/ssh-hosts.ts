import { readId } from '../input/id.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type {
  IssuedSshHost,
  NewSshHost,
  SshHost,
  SshHostChange,
  SshHostRotation,
  SshHosts,
} from '../ssh/host.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Acting } from './acting.js'

/** The hosts whose sshd may ask for keys, from the app's own code. An unknown id is a 404. */
export interface HostSshHosts {
  /** Newest first. */
  list(page?: Partial<PageRequest>): Promise<Page<SshHost>>
  get(id: string): Promise<SshHost>
  /** 409 `name_taken`, 422. */
  create(input: NewSshHost): Promise<IssuedSshHost>
  /** 409 `name_taken`, 422. */
  update(id: string, change: SshHostChange): Promise<SshHost>
  /** Issues a new credential; the old one lives on for a day, unless `rotation` says otherwise. 409 `conflict`, 422. */
  rotate(id: string, rotation?: SshHostRotation): Promise<IssuedSshHost>
  remove(id: string): Promise<void>
}

/** Makes `keyward.sshHosts`. */
export function hostSshHosts(sshHosts: SshHosts, { actor }: Pick<Acting, 'actor'>): HostSshHosts {
  return Object.freeze({
    list: async (asked = {}) => sshHosts.list(readInput(page, asked)),
    get: async (id) => sshHosts.get(readId(id)),
    create: (input) => sshHosts.create(actor, input),
    update: async (id, change) => sshHosts.update(actor, readId(id), change),
    rotate: async (id, rotation = {}) => sshHosts.rotate(actor, readId(id), rotation),
    remove: async (id) => sshHosts.remove(actor, readId(id)),
  } satisfies HostSshHosts)
}
