import { z } from 'zod'
import { name, scopes } from './fields.js'

/** A time up to the end of the year 9999: RFC 3339 can write no later one, so it could be stored but never shown. */
const epochMs = z.int().min(0).max(253_402_300_799_999)

/** The schema of an API key that the app issued in a form of its own. */
export const importedApiKey = z.strictObject({
  name,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scopes: scopes.optional(),
  expiresAt: epochMs.nullable().default(null),
})

/** The schema of an authenticator app that was set up before the app had keyward. */
export const importedTotp = z.strictObject({ secret: z.string().max(256), confirmedAt: epochMs })
