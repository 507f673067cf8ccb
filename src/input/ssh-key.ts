import { z } from 'zod'
import { name } from './fields.js'

/** The schema of an SSH key that is added. */
export const newSshKey = z.strictObject({
  name,
  publicKey: z.string(),
  expiresInDays: z.number().nullable().optional(),
})

/** The schema of a change of an SSH key. */
export const sshKeyChange = z.strictObject({ name })
