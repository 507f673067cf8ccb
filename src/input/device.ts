import { z } from 'zod'
import { scopes } from './fields.js'

/** The schema of what somebody chooses who lets a device sign in. */
export const deviceApproval = z.strictObject({
  expiresInHours: z.number().optional(),
  scopes: scopes.optional(),
})
