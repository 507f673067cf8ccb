import type { CredentialSort, ListPosition } from './page.js'

/**
 * Which of a user's credentials are listed, and in which order. Times are epoch ms. `null` leaves nothing out, and so does a condition
 * about something that a kind of credential does not have.
 */
export interface OwnedList {
  readonly limit: number
  readonly at: ListPosition | null
  readonly sort: CredentialSort
  /** Part of the folded name. */
  readonly nameHas: string | null
  readonly disabled: boolean | null
  /** Only those without an end, or with one after this time. */
  readonly endsAfter: number | null
  /** Only those that end at this time or before. */
  readonly endsBy: number | null
  /** Only those that were never used, or last before this time. */
  readonly unusedSince: number | null
  /** The longest life that a policy allows, ms: an end is the earlier of a credential's own and this long after its secret was made. */
  readonly longestMs: number | null
  /** Only those without an end of their own, or with one after this time, whatever the policy. */
  readonly endedSince: number | null
}
