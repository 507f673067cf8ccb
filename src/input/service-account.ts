import { z } from 'zod'
import { name, organizationId } from './fields.js'

// What it may be is checked where it is read.
const description = z.string().max(5000).nullable()

/** The schema of a service account that is added. */
export const newServiceAccount = z.strictObject({
  name,
  description: description.optional(),
  organizationId: organizationId.nullable().optional(),
})

/** The schema of a change of a service account, whose organisation stays. */
export const serviceAccountChange = z.strictObject({ name, description, disabled: z.boolean() }).partial()
