import type { StoredPolicies, StoredPolicy, SwitchedOn } from '../policy/policy.js'
import type { Page } from './page.js'
import type { Write } from './write.js'

/** The policy of one level as it is stored. */
export interface PolicyRow {
  readonly policy: StoredPolicy
  readonly switchedOn: SwitchedOn
  /** 0 = never stored. */
  readonly version: number
}

/** Which organisations are wanted: `after` is the id of the last one already seen. */
export interface OrganizationsRequest {
  readonly limit: number
  readonly after: string | null
}

/** The port of policies. A scope is `platform`, or `organization:<id>`. */
export interface PolicyStore {
  /** The policy of a scope; an empty one of version 0 where none was stored. */
  read(scope: string): Promise<PolicyRow>
  /** Both levels that a user of an organisation has (`null` = of none), in one read. */
  readFor(organizationId: string | null): Promise<StoredPolicies>
  /** The ids of the organisations whose policy sets something (is not `{}`), in the order of their code points. */
  organizations(request: OrganizationsRequest): Promise<Page<string>>
  /** Stores a policy at a time (epoch ms), in the place of that version (`affects: 1`): refused when the stored version is another. */
  put(
    scope: string,
    to: Pick<PolicyRow, 'policy' | 'switchedOn'>,
    replaced: { readonly version: number; readonly at: number },
  ): Write
}
