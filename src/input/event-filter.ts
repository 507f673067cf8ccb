import { z } from 'zod'
import { readAddress } from '../address.js'
import { eventGroups } from '../event-group.js'
import { eventOutcomes, eventTypes } from '../events.js'

/** As `import.ts` has it: up to the end of the year 9999. */
const time = z.int().min(0).max(253_402_300_799_999).optional()

/** The schema of an address to look for, read into the one spelling in which addresses are stored. */
export const address = z
  .string()
  .max(128)
  .transform((text, context) => {
    const read = readAddress(text)
    if (read !== null) return read
    context.issues.push({ code: 'invalid_format', format: 'ip', input: text })
    return z.NEVER
  })

/** Which events the app's own code asks for. */
export const eventFilter = z.strictObject({
  userId: z.string().min(1).max(255).optional(),
  type: z.literal([...eventTypes]).optional(),
  group: z.literal([...eventGroups]).optional(),
  outcome: z.literal([...eventOutcomes]).optional(),
  ip: address.optional(),
  before: time,
  after: time,
})
