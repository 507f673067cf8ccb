import type { Store } from '../store.js'
import type { Write } from '../store/write.js'

/** What removes all second factors of a user, with their recovery codes, which alone are none. */
export function removingFactors(
  store: Pick<Store, 'totp' | 'securityKeys' | 'recoveryCodes' | 'accounts'>,
  userId: string,
): readonly Write[] {
  return [
    store.totp.remove(userId),
    store.securityKeys.removeAll(userId),
    store.recoveryCodes.replace(userId, []),
    store.accounts.set(userId, { codeFailures: 0 }),
  ]
}
