import { z } from 'zod'
import type { ListKind } from '../../credentials/own-list.js'
import { listPosition, partOfName } from '../../input/list.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../../store/page.js'
import type { CountedListJson, ListJson } from '../json/list.js'
import { cursorText, cursorTo, positionIn } from './list-cursor.js'

/** The schemas of `?limit` and `?cursor`, which lists take. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(100|[1-9][0-9]?)$/)
    .transform(Number)
    .default(50),
  cursor: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9_-]+$/)
    .transform((text, context) => {
      const id = Buffer.from(text, 'base64url').toString('latin1')
      if (/^[!-~]{1,64}$/.test(id) && encodeCursor(id) === text) return id
      context.issues.push({ code: 'invalid_format', format: 'cursor', input: text })
      return z.NEVER
    })
    .optional(),
}

/** The schema of the query of a list that takes nothing else. */
export const page = z.strictObject(pageQuery)

/** The page of a list that a query asks for. */
export function pageRequest({ limit, cursor }: z.output<typeof page>): PageRequest {
  return { limit, before: cursor ?? null }
}

/** The body that a list answers; `nextCursor: null` = there is no further page. */
export function listOf<Row extends { readonly id: string }>(found: Page<Row>): ListJson<Row> {
  const last = found.rows.at(-1)
  return { items: found.rows, nextCursor: found.more && last ? encodeCursor(last.id) : null }
}

/** The schema of the query of a list of one's own credentials; a cursor of another query is a 422. */
export function listQuery({ sorts, statuses }: ListKind): z.ZodType<ListRequest> {
  return z
    .strictObject({
      limit: pageQuery.limit,
      cursor: cursorText.optional(),
      q: partOfName.optional(),
      status: z.literal([...statuses]).optional(),
      sort: z.literal([...sorts]).default('created'),
    })
    .transform(({ cursor, limit, q = null, status = null, sort }, context): ListRequest => {
      const request = { limit, at: null, q, status, sort }
      if (cursor === undefined) return request
      const at = positionIn(cursor, queryOf(request), listPosition(sort))
      if (at) return { ...request, at }
      context.issues.push({ code: 'invalid_format', format: 'cursor', input: cursor, path: ['cursor'] })
      return z.NEVER
    })
}

/** The body that a counted list answers: `total` fit the query, on all pages together. */
export function countedListOf<Row>(found: CountedPage<Row>, request: ListRequest): CountedListJson<Row> {
  const { nextCursor } = cursorsOf(found, request)
  return { items: found.rows, nextCursor, total: found.total }
}

/** The cursors of the pages on both sides of a page of a counted list; `null` = there is none. */
export function cursorsOf(
  { first, last, more, preceding }: CountedPage<unknown>,
  request: ListRequest,
): { previousCursor: string | null; nextCursor: string | null } {
  return {
    previousCursor: preceding > 0 && first ? cursorTo({ ...first, side: 'before' }, queryOf(request)) : null,
    nextCursor: more && last ? cursorTo({ ...last, side: 'after' }, queryOf(request)) : null,
  }
}

function queryOf({ q, status, sort }: ListRequest): readonly unknown[] {
  return [q, status, sort]
}

function encodeCursor(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url')
}
