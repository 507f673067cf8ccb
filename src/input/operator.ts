import { z } from 'zod'

/** Somebody who runs the app: by which name the audit calls them, and why they do what they do. */
export interface Operator {
  /** 1 to 100 characters, such as the user of the machine. */
  readonly name: string
  /** Up to 500 characters; it stands in the `note` of each event. `null` = they were not asked. */
  readonly reason: string | null
}

/** The schema of an operator. */
export const operator = z.strictObject({
  name: z.string().trim().min(1).max(100),
  reason: z.string().trim().min(1).max(500).nullable(),
})
