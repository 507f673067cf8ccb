import type { AdminCredential, BoundCredential, InventoryKind } from '../../../admin/credentials.js'
import type { RequestBudget } from '../../../identity.js'
import type { ListJson } from '../../../http/json/list.js'
import type { PageQuery } from '../../paginate.js'
import type { RouteCalls } from '../../route-calls.js'
import type { CallOptions } from '../../send.js'

/** Which credentials are wanted; times are RFC 3339. */
export interface InventoryQuery extends PageQuery {
  readonly kind?: InventoryKind
  /** A user's id or name. */
  readonly user?: string
  /** Of an SSH key: `SHA256:…`. */
  readonly fingerprint?: string
  readonly expiresBefore?: string
  /** Neither used nor made since then. */
  readonly unusedSince?: string
}

/** Everybody's credentials, for administrators. */
export interface AdminCredentialCalls {
  list(query?: InventoryQuery, options?: CallOptions): Promise<ListJson<AdminCredential>>
  /** Says how many requests an API key may make under guards; `null` = any number. Takes a recent proof. */
  update(
    id: string,
    input: { readonly limit: RequestBudget | null },
    options?: CallOptions,
  ): Promise<BoundCredential>
  /** Ends one, of whatever kind. Takes a recent proof. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** Makes their functions. */
export function adminCredentialCalls(calls: RouteCalls): AdminCredentialCalls {
  return Object.freeze({
    list: calls.query('get /admin/credentials'),
    update: calls.body('patch /admin/credentials/:id'),
    remove: calls.plain('delete /admin/credentials/:id'),
  } satisfies AdminCredentialCalls)
}
