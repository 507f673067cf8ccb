import type { AdminUser } from '../admin/admin-user.js'
import type { HostApi } from '../host/api.js'
import { CommandError } from './error.js'

/** The user with an id, or with a name; refused where it is the id of one and the name of another. */
export async function userNamed({ users }: Pick<HostApi, 'users'>, word: string): Promise<AdminUser> {
  const [byId, byName] = [await users.get(word).catch(ifUnknown), await users.byUsername(word)]
  if (byId && byName && byId.id !== byName.id) {
    throw new CommandError(
      'ambiguous',
      `${word} is the id of ${byId.username}, and the name of the user ${byName.id}`,
    )
  }
  const user = byId ?? byName
  if (!user) throw new CommandError('not_found', `there is no user ${word}`)
  return user
}

function ifUnknown(error: unknown): null {
  // The app may have loaded another copy of keyward, whose errors are of another class.
  if (error instanceof Error && 'code' in error && error.code === 'not_found') return null
  throw error
}
