import type { PolicyDryRun, PolicyView } from '../../../admin/policies.js'
import type { StoredPolicy } from '../../../policy/policy.js'
import type { RouteCalls } from '../../route-calls.js'
import type { CallOptions } from '../../send.js'
import type { IfMatch, Versioned } from '../../version.js'
import { versioned } from '../../version.js'

/** A policy as it was set, and what comes of it together with the platform's. */
export type SetPolicy = Versioned<Omit<PolicyView, 'version'>>

/** What a policy would end, and whom that touches. */
export type TriedPolicy = Versioned<Omit<PolicyDryRun, 'version'>>

/** The policies of the platform and of organisations, for administrators. Setting one takes a recent proof, and replaces the whole of it. */
export interface AdminPolicyCalls {
  getPlatform(options?: CallOptions): Promise<SetPolicy>
  setPlatform(policy: StoredPolicy, options?: CallOptions & IfMatch): Promise<SetPolicy>
  /** Tells what setting it would end, and stores nothing. */
  tryPlatform(policy: StoredPolicy, options?: CallOptions): Promise<TriedPolicy>
  getOrganization(id: string, options?: CallOptions): Promise<SetPolicy>
  setOrganization(id: string, policy: StoredPolicy, options?: CallOptions & IfMatch): Promise<SetPolicy>
  tryOrganization(id: string, policy: StoredPolicy, options?: CallOptions): Promise<TriedPolicy>
}

/** Makes their functions. */
export function adminPolicyCalls(calls: RouteCalls): AdminPolicyCalls {
  return Object.freeze({
    getPlatform: calls.plain('get /admin/policies/platform', versioned),
    setPlatform: calls.body('put /admin/policies/platform', versioned),
    tryPlatform: calls.body('put /admin/policies/platform?dryRun=1', versioned),
    getOrganization: calls.plain('get /admin/policies/organizations/:id', versioned),
    setOrganization: calls.body('put /admin/policies/organizations/:id', versioned),
    tryOrganization: calls.body('put /admin/policies/organizations/:id?dryRun=1', versioned),
  } satisfies AdminPolicyCalls)
}
