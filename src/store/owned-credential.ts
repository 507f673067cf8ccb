import type { User } from '../identity.js'
import type { StoredPolicies } from '../policy/policy.js'
import type { UserRow } from './user.js'

/** The owner of a credential, with no more of their row than a decision needs. */
export type CredentialOwner = User & Pick<UserRow, 'disabled'>

/** A stored credential with everything that a decision about it needs, all read at one moment. */
export interface OwnedCredential<Row> {
  readonly row: Row
  readonly owner: CredentialOwner
  readonly policies: StoredPolicies
}

/** One use of a stored credential: when (epoch ms), and from which address, if that is known. */
export interface CredentialUse {
  readonly at: number
  readonly ip: string | null
  /** Moves the row to a newer secret of keyward's, if it still has the digest `from`. */
  readonly redigest?: Redigest
}

/** How a row moves to a newer secret of keyward's. */
export interface Redigest {
  readonly from: string
  readonly digest: string
  readonly keyId: string
}
