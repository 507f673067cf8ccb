import type { Presented } from '../credentials/proof.js'
import type { Validity } from '../credentials/verdict.js'
import type { EventParty } from '../events.js'
import type { AuthInfo, RequestBudget, User } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import type { AccountRow } from '../store/account.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { Compliance } from './compliance.js'

/** Who is calling, and what they proved it by. It is frozen, since requests with the same credential may share it. */
export interface Principal {
  readonly user: User
  readonly authInfo: AuthInfo
  readonly policy: Policy
  /** Present when the credential is a session. */
  readonly session: ActiveSession | null
  /** How many requests the credential may make under guards; `null` = any number. */
  readonly budget: RequestBudget | null
  /** What the answer to a request with this credential tells beside; `null` = nothing. */
  readonly headers: Readonly<Record<string, string>> | null
  /** How they complied with the policy on second factors when they were let in; left out where nothing was asked of them. */
  readonly compliance?: Compliance
}

/** A session that is accepted, with its owner's account. */
interface ActiveSession extends Presented {
  readonly account: AccountRow
}

/** A caller with a session. */
export type SessionPrincipal = Principal & { readonly session: ActiveSession }

/** A stored credential, read just now or remembered, with the decision about it. */
export interface VerifiedCredential extends Validity {
  readonly principal: Principal
  /** From when on its answers say that the credential ends soon, epoch ms; `Infinity` = never. */
  readonly endsSoonFrom: number
  /** The principal whose answers say so, once one was asked for: few credentials that are looked up end soon. */
  ending: Principal | null
  /** Whether it may be used from an address; `null` = from anywhere. */
  readonly allows: ((ip: string) => boolean) | null
  readonly owner: CredentialOwner
  readonly party: EventParty
  /** When a use was last noted, in seconds since the epoch. */
  notedAt: number
  /** Notes a use (`at` in epoch ms), which is written later. */
  noteUse(at: number, ip: string | null): void
}
