import type { Usage } from './credentials/usage.js'
import type { Digester } from './crypto/digest.js'
import type { Sealer } from './crypto/seal.js'
import type { Journal } from './journal.js'
import type { Options } from './options.js'
import type { Policy } from './policy/policy.js'
import type { Store } from './store.js'

/** What the services are made of. */
export interface Parts {
  readonly options: Options
  readonly store: Store
  readonly digester: Digester
  readonly sealer: Sealer
  readonly journal: Journal
  readonly usage: Usage
  /** The policy in force for a user. */
  policyFor(user: { readonly organizationId: string | null }): Promise<Policy>
}
