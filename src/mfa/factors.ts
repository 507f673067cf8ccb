import type { Store } from '../store.js'
import type { Write } from '../store/write.js'

/** The writes that remove all second factors of a user, and their recovery codes, which are worth nothing without a factor. */
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
