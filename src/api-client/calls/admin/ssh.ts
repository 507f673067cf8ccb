import type { ListJson } from '../../../http/json/list.js'
import type { SshHostWithSecretJson } from '../../../http/json/credential.js'
import type { NewSshGrant } from '../../../input/new-ssh-grant.js'
import type { SshGrant } from '../../../ssh/grant.js'
import type { NewSshHost, SshHost, SshHostChange, SshHostRotation } from '../../../ssh/host.js'
import type { PageQuery } from '../../paginate.js'
import type { RouteCalls } from '../../route-calls.js'
import type { CallOptions } from '../../send.js'
import type { IfMatch, Versioned } from '../../version.js'
import { versioned } from '../../version.js'

/** SSH hosts, for administrators. What changes something takes a recent proof. */
export interface SshHostCalls {
  list(query?: PageQuery, options?: CallOptions): Promise<ListJson<SshHost>>
  /** Adds a host; the only answer that shows its credential. */
  create(input: NewSshHost, options?: CallOptions): Promise<SshHostWithSecretJson>
  get(id: string, options?: CallOptions): Promise<SshHost>
  update(id: string, input: SshHostChange, options?: CallOptions): Promise<SshHost>
  /** Gives it a new credential; the former one lives on for a day, unless another time is asked for. */
  rotate(id: string, input?: SshHostRotation, options?: CallOptions): Promise<SshHostWithSecretJson>
  remove(id: string, options?: CallOptions): Promise<void>
}

/** Who may log in to which hosts, in the order that counts. */
export interface SshGrantCalls {
  list(options?: CallOptions): Promise<Versioned<ListJson<SshGrant>>>
  /** Replaces all of them. */
  set(
    input: { readonly items: readonly NewSshGrant[] },
    options?: CallOptions & IfMatch,
  ): Promise<Versioned<ListJson<SshGrant>>>
}

/** Makes the functions of hosts. */
export function sshHostCalls(calls: RouteCalls): SshHostCalls {
  return Object.freeze({
    list: calls.query('get /admin/hosts'),
    create: calls.body('post /admin/hosts'),
    get: calls.plain('get /admin/hosts/:id'),
    update: calls.body('patch /admin/hosts/:id'),
    rotate: calls.body('post /admin/hosts/:id/rotation'),
    remove: calls.plain('delete /admin/hosts/:id'),
  } satisfies SshHostCalls)
}

/** Makes the functions of grants. */
export function sshGrantCalls(calls: RouteCalls): SshGrantCalls {
  return Object.freeze({
    list: calls.plain('get /admin/ssh-grants', versioned),
    set: calls.body('put /admin/ssh-grants', versioned),
  } satisfies SshGrantCalls)
}
