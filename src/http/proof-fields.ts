import { z } from 'zod'
import { maxPasswordBytes } from '../credentials/password.js'

/** The schema of a password that is typed to be checked. */
export const password = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxPasswordBytes, { abort: true })

/** The schema of a code as people type it, with spaces and dashes. */
export const code = z.string().min(1).max(64)

/** The schema of what `PublicKeyCredential.toJSON()` answers; `mfa/webauthn-response.ts` reads it. */
export const response = z.record(z.string(), z.unknown())
