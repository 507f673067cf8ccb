import { retryLater } from '../errors.js'

const windowMs = 10_000
/** An sshd cannot ask nearly as often for logins: a host that does is looking for something else. */
const maxPerWindow = 3000

/** Counts a look-up by a host; throws 429 when there were too many of them, in this process, within ten seconds. */
export type HostLimit = (hostId: string) => void

/** Makes the counter: 3000 look-ups of a host in a window of ten seconds, which begins for all hosts at once. */
export function hostLimit({ now }: { now(): number }): HostLimit {
  const counts = new Map<string, number>()
  let endsAt = 0
  return (hostId) => {
    const at = now()
    if (at >= endsAt || endsAt - at > windowMs) {
      counts.clear()
      endsAt = at + windowMs
    }
    const count = (counts.get(hostId) ?? 0) + 1
    counts.set(hostId, count)
    if (count > maxPerWindow) throw retryLater('too_many_attempts', (endsAt - at) / 1000)
  }
}
