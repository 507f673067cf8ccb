import { z } from 'zod'

/** One line of text: nobody can add a line to the audit that looks like another event, or turn the name beside it. */
const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)

/** The schema of an operator. */
export const operator = z.strictObject({ name: line.max(100), reason: line.max(500).nullable() })
