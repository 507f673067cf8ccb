import { z } from 'zod'
import { canonicalRange } from '../cidr.js'
import { name, overlapSeconds, scopes } from './fields.js'

/** The longest limit that is counted: a day. */
const maxSeconds = 86_400
const maxMetadataBytes = 1024

const range = z
  .string()
  .max(64)
  .refine((text) => canonicalRange(text) !== null)
  .transform((text) => canonicalRange(text) ?? text)

/** The schema of the networks that a key may be used from, each of them once and in its one spelling. */
const allowedAddresses = z
  .array(range)
  .max(20)
  .transform((ranges) => [...new Set(ranges)])

/** The schema of how many requests a key may make; `null` = any number. */
export const requestBudget = z
  .strictObject({
    requests: z.int().min(1),
    perSeconds: z.int().min(1).max(maxSeconds),
  })
  .nullable()

/** The schema of what the app keeps with a key: an object, as JSON makes it; `null` = nothing. */
const metadata = z.unknown().transform((given, context): Readonly<Record<string, unknown>> | null => {
  if (given === null) return null
  const text = objectAsJson(given)
  const fits = text !== null && Buffer.byteLength(text) <= maxMetadataBytes
  if (fits) return JSON.parse(text) as Readonly<Record<string, unknown>>
  const reason =
    text === null
      ? ({ code: 'custom' } as const)
      : ({ code: 'too_big', origin: 'string', maximum: maxMetadataBytes } as const)
  context.addIssue({ ...reason, input: given })
  return z.NEVER
})

/** The schema of an API key that a user asks for. */
export const newApiKey = z.strictObject({
  name,
  expiresInDays: z.number().nullable().optional(),
  scopes: scopes.optional(),
  allowedAddresses: allowedAddresses.optional(),
})

/** The schema of an API key that an administrator makes for somebody else. */
export const newLimitedApiKey = newApiKey.extend({ limit: requestBudget.optional() })

/** The schema of an API key that the app makes. */
export const newHostApiKey = newLimitedApiKey.extend({ metadata: metadata.optional() })

/** The schema of a change of an API key by its owner. */
export const apiKeyChange = z.strictObject({ name, disabled: z.boolean(), allowedAddresses }).partial()

/** The schema of a change of somebody else's API key by an administrator. */
export const limitedApiKeyChange = apiKeyChange.extend({ limit: requestBudget.optional() })

/** The schema of a change of an API key by the app. */
export const hostApiKeyChange = limitedApiKeyChange.extend({ metadata: metadata.optional() })

/** Whether a change may give a key more than it had, which its owner must have proved themselves for. */
export function givesMore({ disabled, allowedAddresses }: z.output<typeof apiKeyChange>): boolean {
  return disabled === false || allowedAddresses !== undefined
}

/** The schema of a rotation of an API key: the old secret ends at once, unless an overlap is asked for. */
export const apiKeyRotation = z.strictObject({ overlapSeconds: overlapSeconds.default(0) })

/** An object as JSON; `null` = it is none, or none that JSON can hold. */
function objectAsJson(given: unknown): string | null {
  if (typeof given !== 'object') return null
  try {
    const text = JSON.stringify(given) as string | undefined
    return text?.startsWith('{') ? text : null
  } catch {
    // What refers to itself, or holds a bigint, is no JSON.
    return null
  }
}
