import { z } from 'zod'
import { name, scopes } from './fields.js'

/** The schema of a token that is asked for. */
export const newToken = z.strictObject({
  name: name.optional(),
  expiresInHours: z.number().optional(),
  scopes: scopes.optional(),
})
