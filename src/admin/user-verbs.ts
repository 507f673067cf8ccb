import { KeywardError } from '../errors.js'
import type { UserStore } from '../store/user.js'

/** What a table of users of the app’s may do or leave. */
type UserVerb = 'create' | 'update' | 'remove'

/** Answers a verb of the table that users are in; 405 with what is allowed instead where the app's own table has no such verb. */
export function userVerb<Verb extends UserVerb>(users: UserStore, name: Verb): NonNullable<UserStore[Verb]> {
  const found = users[name]
  if (!found) throw new KeywardError('method_not_allowed', { headers: { Allow: allowed(users, name) } })
  return found.bind(users) as NonNullable<UserStore[Verb]>
}

function allowed({ update, remove }: UserStore, name: UserVerb): string {
  const ofOne = name === 'create' ? [] : [...(update ? ['PATCH'] : []), ...(remove ? ['DELETE'] : [])]
  return ['GET', ...ofOne, 'HEAD'].join(', ')
}
