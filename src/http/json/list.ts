/** A list as it is answered; `nextCursor: null` = there is no further page. */
export interface ListJson<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** A list that says how many items fit the query, on all pages together. */
export interface CountedListJson<Item> extends ListJson<Item> {
  readonly total: number
}

/** A list of users; `total: null` = the app's own user table would have to be read to tell. */
export interface UserListJson<Item> extends ListJson<Item> {
  readonly total: number | null
}
