import { z } from 'zod'
import { maxPasswordBytes } from '../credentials/password.js'

/** A password as it is typed to be checked. */
export const password = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxPasswordBytes, { abort: true })

/** A code as it is typed, with spaces and dashes. */
export const code = z.string().min(1).max(64)

/** What `PublicKeyCredential.toJSON()` answers; `mfa/security-key.ts` reads it. */
export const response = z.record(z.string(), z.unknown())
