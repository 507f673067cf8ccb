import { z } from 'zod'

/** A text that looks like one of our secrets, and where it was found. */
export interface SecretMatch {
  readonly token: string
  readonly type: string
  readonly url?: string | null | undefined
}

const mostMatches = 5000

/** The schema of a report: whoever reports may say more of each match than we read. */
export const secretMatches = z
  .array(z.object({ token: z.string(), type: z.string(), url: z.string().nullish() }))
  .max(mostMatches)
