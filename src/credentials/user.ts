import type { Options } from '../options.js'
import type { User } from '../principal.js'

/** A stored user as the app sees them; `admin` also when the host's `isAdmin` says so. */
export function toUser(row: User, { isAdmin }: Pick<Options, 'isAdmin'>): User {
  const { id, username, displayName, organizationId, admin } = row
  const user = { id, username, displayName, organizationId, admin }
  return admin || !isAdmin(user) ? user : { ...user, admin: true }
}
