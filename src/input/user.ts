import { z } from 'zod'
import { organizationId } from './fields.js'

const displayName = z
  .string()
  .max(200)
  .regex(/^[^\p{C}]*$/u)
  .nullable()

/** The schema of a user whom an administrator adds. */
export const newUser = z.strictObject({
  username: z.string(),
  password: z.string().optional(),
  displayName: displayName.optional(),
  organizationId: organizationId.nullable().optional(),
  admin: z.boolean().optional(),
})

/** The schema of a user whom the app's own code adds: with a password, a hash of one, or neither. */
export const newHostUser = newUser.extend({
  passwordHash: z.string().optional(),
})

/** The schema of a change of a user. */
export const userChange = z
  .strictObject({
    displayName,
    organizationId: organizationId.nullable(),
    admin: z.boolean(),
    disabled: z.boolean(),
  })
  .partial()

/** The schema of a password that somebody else chooses for a user. */
export const newPassword = z.strictObject({ password: z.string() })

/** The schema of why somebody's second factors are removed. */
export const mfaReset = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{C}]*$/u),
})
