import { tellRefusal, tellUnknown } from './debug.js'
import type { Histogram } from './histogram.js'
import { histogram } from './histogram.js'
import type {
  CacheUse,
  SignInMethod,
  SignInOutcomeName,
  StoreOperation,
  VerificationOutcome,
  VerifiedKind,
} from './message.js'
import {
  cacheUses,
  signInMethods,
  signInOutcomes,
  storeOperations,
  verificationOutcomes,
  verifiedKinds,
} from './message.js'

/** What of a refusal is counted, and told to whoever debugs. */
type CountedRefusal = Parameters<typeof tellRefusal>[0]

/** Counts what one keyward does, in plain numbers. */
export interface Counts {
  verified(kind: VerifiedKind, cache: CacheUse, outcome: VerificationOutcome): void
  signedIn(method: SignInMethod, outcome: SignInOutcomeName): void
  refused(refusal: CountedRefusal): void
  /** `failed` = it was not answered. */
  stored(operation: StoreOperation, ms: number, outcome: 'answered' | 'failed'): void
  /** What was counted until now. */
  readonly read: Tallies
}

/** What was counted, by the values of its labels. */
interface Tallies {
  readonly verifications: Readonly<
    Record<VerifiedKind, Readonly<Record<CacheUse, Readonly<Record<VerificationOutcome, number>>>>>
  >
  readonly signIns: Readonly<Record<SignInMethod, Readonly<Record<SignInOutcomeName, number>>>>
  /** By type of event, then by reason. */
  readonly refusals: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly throttled: Readonly<Record<ThrottledReason, number>>
  readonly store: Readonly<Record<StoreOperation, Histogram>>
  readonly storeErrors: Readonly<Record<StoreOperation, number>>
}

/** The refusals that say that there was too much of something. */
export const throttledReasons = ['too_many_attempts', 'rate_limited'] as const
type ThrottledReason = (typeof throttledReasons)[number]

/** There are fewer kinds of refusal than this: whatever would make more is counted as `other`. */
const maxRefusalKinds = 300

/** Makes the counts, all of which begin at 0. */
export function counts(): Counts {
  const verifications = recordOf(verifiedKinds, () =>
    recordOf(cacheUses, () => recordOf(verificationOutcomes, () => 0)),
  )
  const signIns = recordOf(signInMethods, () => recordOf(signInOutcomes, () => 0))
  const refusals = new Map<string, Map<string, number>>()
  const throttled = recordOf(throttledReasons, () => 0)
  const store = recordOf(storeOperations, () => histogram())
  const storeErrors = recordOf(storeOperations, () => 0)
  let refusalKinds = 0

  return Object.freeze({
    verified(kind, cache, outcome) {
      verifications[kind][cache][outcome]++
      if (outcome === 'unknown') tellUnknown(kind)
    },
    signedIn(method, outcome) {
      signIns[method][outcome]++
    },
    refused(refusal) {
      tellRefusal(refusal)
      const { type, reason } = refusal
      const throttling = throttledReasons.find((one) => one === reason)
      if (throttling) throttled[throttling]++
      countRefusal(type, reason ?? 'none')
    },
    stored(operation, ms, outcome) {
      store[operation].observe(ms / 1000)
      if (outcome === 'failed') storeErrors[operation]++
    },
    read: Object.freeze({ verifications, signIns, refusals, throttled, store, storeErrors }),
  } satisfies Counts)

  function countRefusal(type: string, reason: string): void {
    const known = refusals.get(type)?.has(reason)
    if (!known && refusalKinds >= maxRefusalKinds) {
      if (reason !== 'other') countRefusal('request.refused', 'other')
      return
    }
    if (!known) refusalKinds++
    const reasons = refusals.get(type) ?? new Map<string, number>()
    refusals.set(type, reasons.set(reason, (reasons.get(reason) ?? 0) + 1))
  }
}

function recordOf<const Key extends string, Value>(
  keys: readonly Key[],
  make: () => Value,
): Record<Key, Value> {
  // `fromEntries` knows only that keys are strings.
  return Object.fromEntries(keys.map((key) => [key, make()])) as Record<Key, Value>
}
