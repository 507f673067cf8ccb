/** Which page of a list is wanted, newest first: `before` is the id of the last row already seen. */
export interface PageRequest {
  readonly limit: number
  readonly before: string | null
}

/** A page of a list; `more` = there are further rows after the last of `rows`. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

/** The orders that a list of one's own credentials may have. */
export const credentialSorts = ['created', 'last_used', 'expires', 'name'] as const
/** `created` and `last_used`: newest first, never used last. `expires`: soonest first, no end last. `name`: as it is compared. */
export type CredentialSort = (typeof credentialSorts)[number]

/** What can be asked of one's own credentials. */
export const credentialStatuses = ['active', 'expiring', 'expired', 'disabled', 'unused'] as const
/**
 * `active`: good now. `expiring`: active, and ends within 14 days. `disabled`: said before `expired`. `unused`: never used, or not for 90
 * days, whatever else it is.
 */
export type CredentialStatus = (typeof credentialStatuses)[number]

/** Where a row stands in a sorted list: by what it is sorted, and its id. */
export interface ListPlace {
  readonly value: string | number
  readonly id: string
}

/** The place of a row that was seen, and on which side of it the wanted page lies. */
export interface ListPosition extends ListPlace {
  readonly side: 'after' | 'before'
}

/** Which part of a list of one's own credentials is wanted; `at: null` = the first page, `q` = part of the name, in any case. */
export interface ListRequest {
  readonly limit: number
  readonly at: ListPosition | null
  readonly q: string | null
  readonly status: CredentialStatus | null
  readonly sort: CredentialSort
}

/**
 * A page of a counted list: `total` that fit the query, `preceding` = how many of them stand before the first of `rows`. `first` and
 * `last` are the places of the first and the last of `rows`, `null` where there are none.
 */
export interface CountedPage<Row> extends Page<Row> {
  readonly total: number
  readonly preceding: number
  readonly first: ListPlace | null
  readonly last: ListPlace | null
}
