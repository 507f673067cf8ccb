import type { PolicyAdministration, PolicyDryRun, PolicyLevel, PolicyView } from '../admin/policies.js'
import { policyVersion } from '../input/policy.js'
import { readInput } from '../input/read-input.js'
import type { Policy, StoredPolicy } from '../policy/policy.js'
import type { Page } from '../store/page.js'
import type { OrganizationsRequest } from '../store/policy.js'
import type { Acting } from './acting.js'

/** The policies of the platform and of organisations, from the app's own code: `{ kind: 'platform' }`, `{ kind: 'organization', id }`. */
export interface HostPolicies {
  get(level: PolicyLevel): Promise<PolicyView>
  /** The ids of the organisations whose policy sets something, in the order of their code points; 50, unless `limit` (up to 100) says otherwise. 422. */
  organizations(request?: Partial<OrganizationsRequest>): Promise<Page<string>>
  /** What holds for a user now. */
  forUser(userId: string): Promise<Policy>
  /** Replaces the whole policy of a level, at once in effect; `{}` sets nothing. 409 `conflict`, 412 when it is no longer at `ifVersion`, 422. */
  replace(
    level: PolicyLevel,
    policy: StoredPolicy,
    options?: { readonly ifVersion?: number | null },
  ): Promise<PolicyView>
  /** What `replace` would end or block now, and whom that touches; nothing is stored. 422. */
  dryRun(level: PolicyLevel, policy: StoredPolicy): Promise<PolicyDryRun>
}

/** Makes `keyward.policies`. */
export function hostPolicies(policies: PolicyAdministration, { actor, owner }: Acting): HostPolicies {
  return Object.freeze({
    get: (level) => policies.get(level),
    organizations: async (request = {}) => policies.organizations(request),
    forUser: async (userId) => policies.forUser(await owner(userId)),
    async replace(level, policy, options = {}) {
      const { ifVersion } = readInput(policyVersion, options)
      return policies.put({ actor: actor, principal: null }, level, { policy, ifVersion })
    },
    dryRun: (level, policy) => policies.dryRun(null, level, policy),
  } satisfies HostPolicies)
}
