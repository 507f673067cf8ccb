import type { Refusal } from '../credentials/verdict.js'
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

/** A credential that was found, with all that the one decision about it needs, whether it was read just now or is remembered. */
export interface Found {
  readonly principal: Principal
  readonly owner: Owner
  readonly party: EventParty
  /** Why it is not accepted at `now`; `null` = it is. */
  refusalAt(now: number): Refusal | null
  /** Remembers a use, to be written later. */
  noteUse(at: number, ip: string | null): void
}
