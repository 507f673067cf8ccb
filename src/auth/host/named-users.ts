import type { Core } from '../../core.js'
import type { User } from '../../identity.js'
import { toUser } from '../../identity.js'
import type { Factors } from '../../policy/enforcement.js'
import type { Policy } from '../../policy/policy.js'
import type { AccountRow } from '../../store/account.js'
import { within } from '../../store/time-limit.js'
import { boundedMap } from '../bounded-map.js'

/** A user whom the host may name, with everything by which they are judged. */
interface NamedUser {
  readonly user: User
  readonly account: AccountRow
  readonly policy: Policy
  readonly factors: Factors
}

/** Finds the user whom the host names; `null` = they do not exist, or may not come in. */
export type FindNamed = (userId: string) => Promise<NamedUser | null>

type Needs = Pick<Core, 'options' | 'store' | 'enrolled' | 'policyFor'>

/** The most memory that remembered users may take, by estimate. */
const maxBytes = 8 * 1024 * 1024
const entryBytes = 2000

/** Makes the finder that reads the database each time. */
export function namedByReading(core: Needs): FindNamed {
  return (userId) => read(core, userId)
}

/**
 * Makes the finder that answers from memory where a user was read before and nothing was revoked since, as `cached` does for credentials.
 * Only users who may come in are remembered.
 */
export function namedUsers(core: Needs): FindNamed {
  const { revision } = core.store
  const { maxEntries } = core.options.verificationCache
  if (maxEntries === 0) return namedByReading(core)
  const known = boundedMap<NamedUser>({ maxEntries, maxBytes, maxAgeMs: revision.maxAgeMs })
  let state: number | null = null

  return async (userId) => {
    const current = revision.current()
    if (current === null) return read(core, userId)
    if (current !== state) {
      state = current
      known.clear()
    }
    const user = known.get(userId) ?? (await within(read(core, userId)))
    // What was read before a revocation counts only for those who asked before it.
    if (user && state === current && revision.current() === current) known.set(userId, user, sizeOf(user))
    return user
  }
}

async function read(core: Needs, userId: string): Promise<NamedUser | null> {
  const { store, enrolled, options } = core
  const owner = await store.users.byId(userId)
  // Another spelling of an id counts as another user: what is bound to the one must not count for the other.
  if (!owner || owner.disabled || owner.id !== userId) return null
  const user = Object.freeze(toUser(owner, options))
  const account = (await store.accounts.byId(userId)) ?? noAccount(userId)
  const policy = await core.policyFor(user)
  return Object.freeze({ user, account, policy, factors: await enrolled.of(userId) } satisfies NamedUser)
}

/** The account of a user about whom keyward has stored nothing yet. */
function noAccount(userId: string): AccountRow {
  return {
    userId,
    securityEpoch: 0,
    passwordChangedAt: null,
    temporaryUntil: null,
    lastSignInAt: null,
    webauthnHandle: null,
    codeFailures: 0,
  }
}

function sizeOf({ user: { username, displayName, organizationId }, factors }: NamedUser): number {
  const texts = [username, displayName ?? '', organizationId ?? '']
  const textBytes = texts.reduce((bytes, text) => bytes + 2 * text.length, 0)
  return entryBytes + textBytes + 500 * factors.securityKeys.length
}
