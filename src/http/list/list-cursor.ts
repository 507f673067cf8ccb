import { hash } from 'node:crypto'
import { z } from 'zod'
import type { ListPosition } from '../../store/page.js'

/** The schema of a cursor, as far as it can be told without the query that it belongs to. */
export const cursorText = z
  .string()
  .max(4000)
  .regex(/^[A-Za-z0-9_-]+$/)

/** Writes a cursor that leads to a place in the list that `query` asks for. */
export function cursorTo({ side, value, id }: ListPosition, query: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([nameOf(query), side, value, id])).toString('base64url')
}

/** Reads a cursor; `null` = it is none, or one of another query. */
export function positionIn(
  cursor: string,
  query: readonly unknown[],
  schema: z.ZodType<ListPosition>,
): ListPosition | null {
  const [name, side, value, id] = listIn(cursor)
  if (name !== nameOf(query)) return null
  const { data } = schema.safeParse({ side, value, id })
  return data && cursorTo(data, query) === cursor ? data : null
}

function listIn(cursor: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

/** Tells one query from another. It hides nothing: it only keeps cursors short. */
function nameOf(query: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(query), 'base64url').slice(0, 12)
}
