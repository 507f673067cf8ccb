import { z } from 'zod'

/** The schema of a password that somebody typed into a sign-in of the app's own, and of what the app knows of them. */
export const typedPassword = z.strictObject({
  userId: z.string().nullable(),
  password: z.string(),
  ip: z.string().optional(),
  username: z.string().default(''),
})
