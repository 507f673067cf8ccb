import type { StoredPolicies } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { UserRow } from './user.js'

/** The owner of a credential: no more of them than a decision needs. */
export type Owner = User & Pick<UserRow, 'disabled'>

/** A stored credential that was found, with everything a decision needs, read at one moment. */
export interface Held<Row> {
  readonly row: Row
  readonly owner: Owner
  readonly policies: StoredPolicies
}

/** How a row moves to a newer secret of keyward's. */
export interface Redigest {
  readonly from: string
  readonly digest: string
  readonly keyId: string
}
