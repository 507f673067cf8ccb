import type { EnrolledFactors, Genuine } from '../core.js'
import type { EventParty } from '../events.js'
import type { Factors, KeyTraits } from '../policy/enforcement.js'
import type { Store } from '../store.js'
import type { FoundSecurityKey, StoredFactors } from '../store/security-key.js'

/** A security key as events name it. */
export function securityKeyParty({ id, name }: Pick<FoundSecurityKey, 'id' | 'name'>): EventParty {
  return { kind: 'security_key', id, name }
}

/** Makes the reader of what users have enrolled. */
export function enrolledFactors(
  { factors }: Pick<Store, 'factors'>,
  { securityKeys }: Pick<Genuine, 'securityKeys'>,
): EnrolledFactors {
  const traitsOf = (key: FoundSecurityKey): KeyTraits => {
    const { id, backupEligible, attested, suspect } = key
    const usable = !suspect && securityKeys.isGenuine(key, securityKeyParty(key))
    return { id, backupEligible, attested, usable }
  }
  const judged = (stored: StoredFactors): Factors => ({
    ...stored,
    securityKeys: stored.securityKeys.map(traitsOf),
  })

  return Object.freeze({
    of: async (userId) => judged(await factors.of(userId)),
    async ofMany(userIds) {
      const stored = await factors.ofMany(userIds)
      return new Map([...stored].map(([userId, its]) => [userId, judged(its)]))
    },
    traitsOf,
  } satisfies EnrolledFactors)
}
