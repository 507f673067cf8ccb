import { hashOfNew } from '../admin/chosen-password.js'
import { newUserRow, usernameConflict } from '../admin/new-user.js'
import { userEvent } from '../admin/user-event.js'
import { userVerb } from '../admin/user-verbs.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { usernameKey } from '../credentials/username.js'
import { newId } from '../crypto/id.js'
import { invalidField } from '../errors.js'
import type { Actor } from '../events.js'
import type { User } from '../identity.js'
import type { RecordedChange } from '../journal.js'
import type { UserRow } from '../store/user.js'
import type { ImportedUser } from './imported-user.js'
import type { Part } from './part.js'
import { checkSame, newPart } from './part.js'

/** Whom a line is about. */
export interface Owner {
  readonly user: User
  /** As they are stored; `null` = they are to be added. */
  readonly stored: UserRow | null
}

type Needs = Pick<Core, 'options' | 'store'>

/** Finds whom a line names; 422 where it names nobody, or somebody who is not there and cannot be added. */
export async function ownerOf({ options, store }: Needs, given: ImportedUser): Promise<Owner> {
  const { userId, username } = given
  if (userId !== undefined && username !== undefined) {
    throw invalidField('userId', 'one_only', 'name the user by username or by userId, not by both')
  }
  if (userId !== undefined) {
    const row = await store.users.byId(String(userId))
    if (row) return { user: userOf(row), stored: row }
    throw invalidField('userId', 'unknown_user', 'is nobody’s')
  }
  if (username === undefined) throw invalidField('username', 'required', 'name the user')
  const row = await store.users.byUsername(usernameKey(username))
  if (row) return { user: userOf(row), stored: row }
  if (!store.users.create) {
    throw invalidField('username', 'unknown_user', 'is nobody’s, and the table of users takes no new ones')
  }
  const { displayName = null, organizationId = null, admin = false } = given
  const user = userOf({ id: newId(options.now()), username, displayName, organizationId, admin })
  return { user, stored: null }
}

/** Judges the user of a line: one who is to be added by what is given, one who is there by whether that is what is there. */
export async function judgeUser(
  { options, store }: Needs,
  passwords: PasswordHashes,
  by: { readonly given: ImportedUser; readonly owner: Owner; readonly actor: Actor },
): Promise<Part> {
  const { given, owner, actor } = by
  const { username, displayName, organizationId, admin, disabled, passwordHash: hash } = given
  const passwordHash = await hashOfNew(passwords, { passwordHash: hash ?? undefined })
  if (owner.stored) {
    compare(passwords, owner.stored, { displayName, organizationId, admin, disabled, passwordHash })
    return { kind: 'users', state: 'same' }
  }
  const parts = { displayName, organizationId, admin, disabled, passwordHash }
  const row = { ...newUserRow(options, { ...parts, username: username ?? '' }), id: owner.user.id }
  return newPart('users', () => adding(store, row, actor))
}

/** Prepares what adds a user; in a table of the app's they are added at once, under the id that it chooses. */
async function adding(store: Core['store'], row: UserRow, actor: Actor): Promise<RecordedChange> {
  const created = userVerb(store.users, 'create')(row)
  const id = created instanceof Promise ? await created.catch(usernameConflict) : row.id
  const first = created instanceof Promise ? store.revision.outdate() : created
  return {
    changes: [first, store.accounts.ensure(id)],
    event: userEvent('user.created', { ...row, id }, { actor, at: row.createdAt }),
  }
}

/** Compares what is given with what is there; what is not given is as it is. */
function compare(
  passwords: PasswordHashes,
  stored: UserRow,
  { displayName, organizationId, admin, disabled, passwordHash }: Partial<UserRow>,
): void {
  checkSame({
    displayName: displayName === undefined || displayName === stored.displayName,
    organizationId: organizationId === undefined || organizationId === stored.organizationId,
    admin: admin === undefined || admin === stored.admin,
    disabled: disabled === undefined || disabled === stored.disabled,
    passwordHash: passwordHash === null || isSamePassword(passwords, stored.passwordHash, passwordHash ?? ''),
  })
}

/** A hash that was replaced by one of today's kind, at a sign-in or with the password, stays: its owner has come since. */
function isSamePassword(passwords: PasswordHashes, stored: string | null, given: string): boolean {
  if (given === stored) return true
  return stored !== null && passwords.outdated(given) && !passwords.outdated(stored)
}

function userOf({ id, username, displayName, organizationId, admin }: Omit<User, 'kind'>): User {
  return { id, username, displayName, organizationId, admin, kind: 'user' }
}
