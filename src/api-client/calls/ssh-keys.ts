import type { CountedListJson } from '../../http/json/list.js'
import type { NewSshPrivateKey, SshPrivateKey, SshPrivateKeyChange } from '../../ssh/private-key.js'
import type { NewSshKey, SshKey, SshKeyChange } from '../../ssh/ssh-key.js'
import type { KeyQuery } from '../paginate.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** One's own SSH keys. */
export interface SshKeyCalls {
  list(query?: KeyQuery, options?: CallOptions): Promise<CountedListJson<SshKey>>
  /** Adds a public key. Takes a recent proof. */
  create(input: NewSshKey, options?: CallOptions): Promise<SshKey>
  get(id: string, options?: CallOptions): Promise<SshKey>
  update(id: string, input: SshKeyChange, options?: CallOptions): Promise<SshKey>
  /** No host is given it from then on. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** One's own SSH private keys; no answer shows a private half. */
export interface SshPrivateKeyCalls {
  list(query?: KeyQuery, options?: CallOptions): Promise<CountedListJson<SshPrivateKey>>
  /** Takes a key in, or makes one. Takes a recent proof. */
  create(input: NewSshPrivateKey, options?: CallOptions): Promise<SshPrivateKey>
  get(id: string, options?: CallOptions): Promise<SshPrivateKey>
  update(id: string, input: SshPrivateKeyChange, options?: CallOptions): Promise<SshPrivateKey>
  /** Takes a recent proof. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** What an SSH host asks, with its own credential as the token. */
export interface SshCalls {
  /** The lines of `authorized_keys` for a Unix account. */
  authorizedKeys(
    account: string,
    query?: { readonly fingerprint?: string },
    options?: CallOptions,
  ): Promise<string>
}

/** Makes the functions of SSH keys. */
export function sshKeyCalls(calls: RouteCalls): SshKeyCalls {
  return Object.freeze({
    list: calls.query('get /ssh-keys'),
    create: calls.body('post /ssh-keys'),
    get: calls.plain('get /ssh-keys/:id'),
    update: calls.body('patch /ssh-keys/:id'),
    remove: calls.plain('delete /ssh-keys/:id'),
  } satisfies SshKeyCalls)
}

/** Makes the functions of SSH private keys. */
export function sshPrivateKeyCalls(calls: RouteCalls): SshPrivateKeyCalls {
  return Object.freeze({
    list: calls.query('get /ssh-private-keys'),
    create: calls.body('post /ssh-private-keys'),
    get: calls.plain('get /ssh-private-keys/:id'),
    update: calls.body('patch /ssh-private-keys/:id'),
    remove: calls.plain('delete /ssh-private-keys/:id'),
  } satisfies SshPrivateKeyCalls)
}

/** Makes the functions of SSH hosts. */
export function sshCalls(calls: RouteCalls): SshCalls {
  return Object.freeze({
    authorizedKeys: calls.query('get /ssh/authorized_keys/:account', (response) => response.text()),
  } satisfies SshCalls)
}
