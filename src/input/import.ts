import { z } from 'zod'
import { name, scopes } from './fields.js'
import { newHostUser } from './user.js'

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

/** The longest line that a user is read from, in bytes. */
export const maxLineBytes = 262_144

/** More than anybody can have of a kind: how many a policy allows is for the services to say. */
const maxOfAKind = 1000

/** The schema of an SSH key that is brought in with its owner. */
const importedSshKey = z.strictObject({
  name,
  publicKey: z.string(),
  expiresAt: epochMs.nullable().optional(),
})

/** The schema of a user who is brought in with what is theirs; what is `null` is not there. */
export const importedUser = newHostUser.omit({ username: true, password: true, passwordHash: true }).extend({
  userId: z.union([z.string().min(1).max(255), z.int()]).optional(),
  username: z.string().max(1000).optional(),
  disabled: z.boolean().optional(),
  passwordHash: z.string().nullable().optional(),
  totp: importedTotp.nullable().optional(),
  sshKeys: z.array(importedSshKey).max(maxOfAKind).optional(),
  apiKeys: z.array(importedApiKey).max(maxOfAKind).optional(),
})

/** The schema of the lines that users are read from: anything that can be gone through, a text aside, whose characters are no lines. */
export const importedLines = z.custom<Iterable<unknown> | AsyncIterable<unknown>>(
  (given) =>
    typeof given === 'object' &&
    given !== null &&
    (Symbol.iterator in given || Symbol.asyncIterator in given),
)

/** The schema of who is told of each line. */
export const importListener = z.strictObject({
  each: z.custom<(outcome: object) => void>((given) => typeof given === 'function').optional(),
})
