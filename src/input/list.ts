import { z } from 'zod'
import type { CredentialSort, CredentialStatus, ListPosition, ListRequest } from '../store/page.js'
import { page } from './page.js'

/** What a list can be asked. */
interface Asked {
  readonly sorts: readonly CredentialSort[]
  readonly statuses: readonly CredentialStatus[]
}

const numericSorts: readonly CredentialSort[] = ['last_used', 'expires']
/** Any text that every database can hold. */
const text = z
  .string()
  .max(510)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)

/** The schema of a part of a name that is looked for, without the blanks around it; `null` where nothing else was typed. */
export const partOfName = z
  .string()
  .max(200)
  .transform((typed) => typed.trim() || null)

/** The schema of a position in a list that is sorted by a number, or by a text. */
export function positionBy(value: 'number' | 'text'): z.ZodType<ListPosition> {
  return z.strictObject({
    side: z.literal(['after', 'before']),
    value: value === 'number' ? z.int() : text,
    id: z.string().regex(/^[!-~]{1,255}$/),
  })
}

/** The schema of a position in a list of that order. */
export function listPosition(sort: CredentialSort): z.ZodType<ListPosition> {
  return positionBy(numericSorts.includes(sort) ? 'number' : 'text')
}

/**
 * The schema of the part of a list that the app's own code asks for: the newest 50 rows, unless it says otherwise. `before` is the id of
 * the last row already seen, newest first.
 */
export function listRequest({ sorts, statuses }: Asked): z.ZodType<ListRequest> {
  return z
    .strictObject({
      ...page.shape,
      at: z.unknown().optional(),
      q: partOfName.nullable().default(null),
      status: z
        .literal([...statuses])
        .nullable()
        .default(null),
      sort: z.literal([...sorts]).default('created'),
    })
    .transform(({ before, at: given = null, ...rest }, context): ListRequest => {
      const sought = before === null ? given : { side: 'after', value: before, id: before }
      if (sought === null) return { ...rest, at: null }
      const at = listPosition(rest.sort).safeParse(sought)
      const newestFirst = before === null || (given === null && rest.sort === 'created')
      if (at.success && newestFirst) return { ...rest, at: at.data }
      const field = before === null ? 'at' : 'before'
      context.issues.push({ code: 'custom', input: sought, path: [field] })
      return z.NEVER
    })
}
