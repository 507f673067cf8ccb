import type { Core } from '../core.js'
import type { Write } from '../store/write.js'
import { dayMs } from '../time.js'
import { addressGroup } from './throttle.js'

const knownMs = 30 * dayMs

/** Whether a user has signed in from an address in the last 30 days; `subject` is `user:` and the id, and any other text is nobody's. */
export async function isKnownBrowser(
  { store, digester, options }: Pick<Core, 'store' | 'digester' | 'options'>,
  subject: string,
  ip: string | null,
): Promise<boolean> {
  // A mark may have been made under an older secret, since it lives longer than some secrets do.
  const keys = digester.labels(nameOf(subject, ip)).map((key) => ({ key, limit: 1 }))
  return (await store.attempts.blockedUntil(keys, options.now())) !== null
}

/** The write that notes for 30 days that a user signs in from an address: a mark among the counters of failures, which ends like those. */
export function rememberBrowser(
  { store, digester, options }: Pick<Core, 'store' | 'digester' | 'options'>,
  userId: string,
  ip: string | null,
): Write {
  return store.attempts.mark(digester.label(nameOf(`user:${userId}`, ip)), options.now() + knownMs)
}

function nameOf(subject: string, ip: string | null): string {
  return `signed in:${addressGroup(ip)}:${subject}`
}
