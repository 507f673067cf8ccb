import type { SshPermit } from '../policy/ssh-key.js'
import type { Write } from './write.js'

/** Who may log in to the hosts of a group; exactly one of `userId`, `organizationId` and `everyone` says who. */
export interface SshGrantRow {
  readonly id: string
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

export interface SshGrantStore {
  /** All of them in order; `version` 0 = never stored. */
  read(): Promise<{ readonly grants: readonly SshGrantRow[]; readonly version: number }>
  /** Those of some groups, in order: one prepared read. */
  forGroups(groups: readonly string[]): Promise<readonly SshGrantRow[]>
  /** Replaces all (`affects: 1`): refused when the stored version is no longer `version`, or a user is not there. */
  replace(grants: readonly SshGrantRow[], version: number): Write
}
