import type { ListJson } from '../http/json/list.js'
import type { CredentialSort, CredentialStatus } from '../store/page.js'
import type { CallOptions } from './send.js'

/** Which page of a list is wanted. */
export interface PageQuery {
  /** 1 to 100. Default: 50. */
  readonly limit?: number
  /** The `nextCursor` of the page before. */
  readonly cursor?: string
}

/** Which of one's own credentials are wanted, in which order. */
export interface KeyQuery extends PageQuery {
  /** A part of the name, in any case. */
  readonly q?: string
  readonly status?: CredentialStatus
  /** Default: `created`, newest first. */
  readonly sort?: CredentialSort
}

/** Answers the items of all pages, one after the other; a page is asked for when its first item is. */
export async function* paginate<Item, Query extends PageQuery>(
  list: (query?: Query, options?: CallOptions) => Promise<ListJson<Item>>,
  query?: Query,
  options?: CallOptions,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | null | undefined = query?.cursor
  while (cursor !== null) {
    // A cursor belongs to its query, which therefore goes with each.
    const page: ListJson<Item> = await list({ ...query, cursor } as Query, options)
    yield* page.items
    cursor = page.nextCursor
  }
}
