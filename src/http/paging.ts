import { z } from 'zod'
import type { Page, PageRequest } from '../store/page.js'

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
export function listOf<Row extends { readonly id: string }>(
  found: Page<Row>,
): { items: readonly Row[]; nextCursor: string | null } {
  const last = found.rows.at(-1)
  return { items: found.rows, nextCursor: found.more && last ? encodeCursor(last.id) : null }
}

function encodeCursor(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url')
}
