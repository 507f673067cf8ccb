import type { StoredPolicies, StoredPolicy, SwitchedOn } from '../policy/policy.js'
import type { Write } from './write.js'

export interface PolicyRow {
  readonly policy: StoredPolicy
  readonly switchedOn: SwitchedOn
  /** 0 = never stored. */
  readonly version: number
}

export interface PolicyStore {
  /** `platform`, or `organization:<id>`. */
  read(scope: string): Promise<PolicyRow>
  readFor(organizationId: string | null): Promise<StoredPolicies>
  /** `affects: 1`: refused when the stored version is no longer `version`. */
  put(scope: string, to: Pick<PolicyRow, 'policy' | 'switchedOn'>, version: number, at: number): Write
}
