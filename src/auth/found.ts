import type { Term } from '../credentials/verdict.js'
import type { EventParty } from '../events.js'
import type { Policy } from '../policy/policy.js'
import type { AuthInfo, User } from '../principal.js'
import type { AccountRow } from '../store/account.js'
import type { Owner } from '../store/held.js'
import type { SessionRow } from '../store/session.js'

/** Who is calling, proved. Frozen: requests with the same credential may share it. */
export interface Principal {
  readonly user: User
  readonly authInfo: AuthInfo
  readonly policy: Policy
  /** Present when the credential is a session. */
  readonly session: ActiveSession | null
}

export interface ActiveSession {
  readonly row: SessionRow
  readonly account: AccountRow
  /** It was presented by the secret before its last re-issue. */
  readonly superseded: boolean
}

/** A credential that was found, read just now or remembered, and the decision about it. */
export interface Found extends Term {
  readonly principal: Principal
  readonly owner: Owner
  readonly party: EventParty
  /** The second, since the epoch, whose use was noted last. */
  notedAt: number
  /** Remembers a use, to be written later. */
  noteUse(at: number, ip: string | null): void
}
