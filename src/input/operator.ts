import { z } from 'zod'

/** The schema of an operator. */
export const operator = z.strictObject({
  name: z.string().trim().min(1).max(100),
  reason: z.string().trim().min(1).max(500).nullable(),
})
