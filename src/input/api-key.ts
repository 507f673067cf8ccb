import { z } from 'zod'
import { name, overlapSeconds, scopes } from './fields.js'

/** The schema of an API key that is asked for. */
export const newApiKey = z.strictObject({
  name,
  expiresInDays: z.number().nullable().optional(),
  scopes: scopes.optional(),
})

/** The schema of a change of an API key. */
export const apiKeyChange = z.strictObject({ name: name.optional(), disabled: z.boolean().optional() })

/** Whether a change gives a key more than it had, which its owner must have proved themselves for. */
export function givesMore({ disabled }: z.output<typeof apiKeyChange>): boolean {
  return disabled === false
}

/** The schema of a rotation of an API key: the old secret ends at once, unless an overlap is asked for. */
export const apiKeyRotation = z.strictObject({ overlapSeconds: overlapSeconds.default(0) })
