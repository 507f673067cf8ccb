import type { Core } from '../core.js'
import { parseUsername } from '../credentials/username.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import type { UserRow } from '../store/user.js'
import { ConflictError } from '../store/write.js'

/** What is known of a user who is to be added: who they are, and what they may. */
interface NewUserParts {
  readonly username: string
  readonly displayName?: string | null
  readonly organizationId?: string | null
  readonly admin?: boolean
  readonly disabled?: boolean
  readonly passwordHash: string | null
}

/** The row of a user who is to be added; 422 for what can be no user name. */
export function newUserRow({ now }: Pick<Core['options'], 'now'>, parts: NewUserParts): UserRow {
  return {
    id: newId(now()),
    username: parseUsername(parts.username),
    displayName: parts.displayName ?? null,
    organizationId: parts.organizationId ?? null,
    admin: parts.admin ?? false,
    disabled: parts.disabled ?? false,
    passwordHash: parts.passwordHash,
    createdAt: now(),
  }
}

/** Turns the store's conflict over a user name into a 409; rethrows everything else. */
export function usernameConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'usernameKey') {
    throw new KeywardError('username_taken', { cause: error })
  }
  throw error
}
