import type { User } from '../identity.js'
import type { HostCalls } from './host-calls.js'

/** A host's `isAdmin`, called through `HostCalls`: only a boolean is an answer, since a promise would make everybody an administrator. */
export function calledIsAdmin(
  isAdmin: (user: User) => boolean,
  { askNow }: HostCalls,
): (user: User) => boolean {
  return (user) =>
    askNow('isAdmin', () => {
      const answer: unknown = isAdmin(user)
      if (typeof answer === 'boolean') return answer
      // The promise may reject later, which nobody would handle.
      if (answer instanceof Promise) answer.catch(() => undefined)
      throw new TypeError('isAdmin must answer true or false, at once')
    })
}
