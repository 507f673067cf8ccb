import { z } from 'zod'

/** The schema of the page of a list that the app's own code asks for: the newest 50 rows, unless it says otherwise. */
export const page = z.strictObject({
  limit: z.int().min(1).max(100).default(50),
  before: z.string().min(1).max(255).nullable().default(null),
})
