import type { SshPermit } from '../policy/ssh-key.js'

/** Whom a grant is for: a user, all users of an organisation, or everyone. */
export type SshGrantee =
  | { readonly userId: string; readonly organizationId?: undefined; readonly everyone?: undefined }
  | { readonly organizationId: string; readonly userId?: undefined; readonly everyone?: undefined }
  | { readonly everyone: true; readonly userId?: undefined; readonly organizationId?: undefined }

/** A grant that an administrator gives: who may log in to the hosts of a group, and as which account. */
export type NewSshGrant = SshGrantee & {
  /** The id of a grant that exists already; a grant with another id is given a new one. */
  readonly id?: string
  readonly group: string
  /** The account on the host; `null`, or omitted, = the account that has the user's own name. */
  readonly account?: string | null
  /** What a login may do; what the user's policy permits when omitted. */
  readonly permit?: readonly SshPermit[]
  /** Addresses and CIDRs a login may come from; any when omitted. */
  readonly from?: readonly string[]
  /** Present where keyward did not store the grant as it is: it lets nobody in, and is left out when the grants are stored again. */
  readonly altered?: true
}
