import type { RowMac } from '../crypto/row-mac.js'
import type { SshPermit } from '../policy/ssh-key.js'
import type { Redigest } from './owned-credential.js'
import type { Write } from './write.js'

/**
 * A grant as it is stored: who may log in to the hosts of a group, which exactly one of `userId`, `organizationId` and `everyone` says.
 * `mac` covers all of it; the store keeps it and never makes it.
 */
export interface SshGrantRow extends RowMac {
  readonly id: string
  /** The place in the list, from 0 on: the first grant that fits decides. */
  readonly position: number
  readonly group: string
  readonly userId: string | null
  readonly organizationId: string | null
  readonly everyone: boolean
  /** The account on the host; `null` = that of the user's own name. */
  readonly account: string | null
  /** `null` = what the user's policy permits. */
  readonly permit: readonly SshPermit[] | null
  /** Addresses and CIDRs a login may come from; `null` = any. */
  readonly from: readonly string[] | null
}

/** The port of SSH grants. */
export interface SshGrantStore {
  /** All grants in order; `version` 0 = none were ever stored. */
  read(): Promise<{ readonly grants: readonly SshGrantRow[]; readonly version: number }>
  /** The grants of some groups, in order. Logins wait for it, so it is one prepared read. */
  forGroups(groups: readonly string[]): Promise<readonly SshGrantRow[]>
  /** Replaces all grants (`affects: 1`): refused when the stored version is no longer `version`, or a user does not exist. */
  replace(grants: readonly SshGrantRow[], version: number): Write
  /** Notes a use: `remac` = the row's MAC under a newer secret of keyward's. */
  used(id: string, remac?: Redigest): Write
}
