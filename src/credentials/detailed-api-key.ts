import type { Core } from '../core.js'
import { existing } from '../errors.js'
import type { User } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import type { ApiKeyRow } from '../store/api-key.js'
import type { CountedPage, ListRequest } from '../store/page.js'
import { dayMs, rfc3339, rfc3339OrNull } from '../time.js'
import { keysOf } from './keys-of.js'
import { endOfApiKey, listedAfterEndMs, longestLifeOfApiKey } from './lifetime.js'
import { ownedList, pageOf, policyOnceFlushed } from './own-list.js'
import type { ApiKey } from './shown-api-key.js'
import { toApiKey } from './shown-api-key.js'

/** An API key with what pages tell of it beside what the API does. */
export interface DetailedApiKey extends ApiKey {
  /** When its present secret was made. */
  readonly issuedAt: string
  /** Until when the secret before it works as well; `null` = it does not. */
  readonly formerUntil: string | null
  /** When the key would end if it were renewed now; `null` = never. */
  readonly renewedUntil: string | null
}

/** A user's API keys, in detail. Another user's key is a 404, like one that never existed. */
export interface DetailedApiKeys {
  list(user: User, request: ListRequest): Promise<CountedPage<DetailedApiKey>>
  get(user: User, id: string): Promise<DetailedApiKey>
}

type Needs = Pick<Core, 'options' | 'store' | 'usage' | 'policyFor'>

/** Makes the service. */
export function detailedApiKeys({ options, store, usage, policyFor }: Needs): DetailedApiKeys {
  return Object.freeze({
    async list(user, request) {
      const [policy, now] = [await policyOnceFlushed({ usage, policyFor }, user), options.now()]
      const longestMs = longestLifeOfApiKey(policy)
      const list = ownedList(request, { now, longestMs, endedSince: now - listedAfterEndMs })
      return pageOf(await keysOf(store, user).list(user.id, list), (row) => inDetail(row, policy, now))
    },

    async get(user, id) {
      await usage.flush()
      const row = existing(await keysOf(store, user).byId(user.id, id))
      return inDetail(row, await policyFor(user), options.now())
    },
  } satisfies DetailedApiKeys)
}

function inDetail(row: ApiKeyRow, policy: Policy, now: number): DetailedApiKey {
  const { lifetimeDays, issuedAt } = row
  const chosen = lifetimeDays === null ? null : now + lifetimeDays * dayMs
  const until = endOfFormer(row, policy)
  return {
    ...toApiKey(row, policy),
    issuedAt: rfc3339(issuedAt),
    formerUntil: until !== null && until > now ? rfc3339(until) : null,
    renewedUntil: rfc3339OrNull(endOfApiKey({ issuedAt: now, expiresAt: chosen }, policy)),
  }
}

/** When the secret before the last rotation ends: with its overlap, or sooner where the present policy allows less; `null` = there is none. */
function endOfFormer({ previousIssuedAt, previousUntil }: ApiKeyRow, policy: Policy): number | null {
  if (previousUntil === null || previousIssuedAt === null) return previousUntil
  return endOfApiKey({ issuedAt: previousIssuedAt, expiresAt: previousUntil }, policy)
}
