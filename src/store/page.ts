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
