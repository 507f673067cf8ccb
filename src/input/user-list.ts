import { z } from 'zod'
import type { ListPosition } from '../store/page.js'
import { organizationId } from './fields.js'
import { partOfName, positionBy } from './list.js'
import { page } from './page.js'

/** The orders of the list of users. */
type Sort = 'created' | 'username' | 'last_sign_in'
/** What can be asked of users. */
type Status = 'active' | 'disabled' | 'no_factor'

/** What there is to choose among. */
interface Choices {
  readonly sorts: readonly Sort[]
  readonly statuses: readonly Status[]
}

/** Which part of the list is wanted. */
interface Wanted {
  readonly limit: number
  readonly at: ListPosition | null
  readonly q: string | null
  readonly status: Status | null
  readonly organizationId: string | null
  readonly sort: Sort
}

/**
 * The schema of the part of the list of users that the app's own code asks for: the newest 50 of all, unless it says otherwise. `before` is
 * the id of the last one already seen, newest first.
 */
export function userListRequest({ sorts, statuses }: Choices): z.ZodType<Wanted> {
  return z
    .strictObject({
      ...page.shape,
      at: z.unknown().optional(),
      q: partOfName.nullable().default(null),
      status: z
        .literal([...statuses])
        .nullable()
        .default(null),
      organizationId: organizationId.nullable().default(null),
      sort: z.literal([...sorts]).default('created'),
    })
    .transform(({ before, at: given = null, ...rest }, context): Wanted => {
      const isNewestFirst = given === null && rest.sort === 'created'
      if (before !== null && !isNewestFirst) return refused('before')
      if (before !== null) return { ...rest, at: after(before) }
      if (given === null) return { ...rest, at: null }
      const at = positionBy(rest.sort === 'last_sign_in' ? 'number' : 'text').safeParse(given)
      return at.success ? { ...rest, at: at.data } : refused('at')

      function refused(field: 'at' | 'before'): never {
        context.issues.push({ code: 'custom', input: given, path: [field] })
        return z.NEVER
      }
    })
}

function after(id: string): ListPosition {
  return { side: 'after', value: id, id }
}
