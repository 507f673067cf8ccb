import type { ImportedTotp } from '../account/totp-import.js'
import type { ImportedApiKey } from '../credentials/imported-api-key.js'
import { invalidField } from '../errors.js'
import { importedUser, maxLineBytes } from '../input/import.js'
import { readInput } from '../input/read-input.js'

/**
 * A user who is brought in, with what is theirs; or, where they are there already, what is brought to them. Times are epoch milliseconds;
 * what is left out, or `null`, is not there.
 */
export interface ImportedUser {
  /** Names a user who is there, in the place of `username`. */
  readonly userId?: string | number
  /** Names a user who is there, or one who is to be added. */
  readonly username?: string
  readonly displayName?: string | null
  readonly organizationId?: string | null
  readonly admin?: boolean
  readonly disabled?: boolean
  /** A hash of argon2id, or of one of `passwords.verifiers`. */
  readonly passwordHash?: string | null
  readonly totp?: ImportedTotp | null
  readonly sshKeys?: readonly ImportedSshKey[]
  readonly apiKeys?: readonly ImportedApiKey[]
}

/** An SSH key that is brought in with its owner. */
export interface ImportedSshKey {
  readonly name: string
  /** A line of a `.pub` file, or RFC 4716. */
  readonly publicKey: string
  /** `null` = no expiration; the longest life that the policy allows when omitted. */
  readonly expiresAt?: number | null
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a user out of a line of JSON, as text or in UTF-8, or out of what one would be parsed to; `null` = the line is blank. 422. */
export function readImportedUser(line: unknown): ImportedUser | null {
  if (typeof line !== 'string' && !(line instanceof Uint8Array)) return readInput(importedUser, line)
  if (Buffer.byteLength(line) > maxLineBytes) {
    throw invalidField('', 'too_long', `must be at most ${String(maxLineBytes)} bytes`)
  }
  const text = typeof line === 'string' ? line : decoded(line)
  return text.trim() === '' ? null : readInput(importedUser, parsed(text))
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalidField('', 'not_utf8', 'is not UTF-8')
  }
}

/** The parser's own message is not passed on: it repeats what it could not read, which may be a secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidField('', 'malformed_json', 'is not valid JSON')
  }
}
