import { z } from 'zod'
import { eventTypes } from '../events.js'

/** As `import.ts` has it: up to the end of the year 9999. */
const time = z.int().min(0).max(253_402_300_799_999).optional()

/** Which events the app's own code asks for. */
export const eventFilter = z.strictObject({
  userId: z.string().min(1).max(255).optional(),
  type: z.literal([...eventTypes]).optional(),
  before: time,
  after: time,
})
