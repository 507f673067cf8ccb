import type { Level, Levels } from '../auth/standing.js'
import { unmetBy } from '../auth/standing.js'
import { decideApiKey } from '../credentials/api-key.js'
import { decideToken } from '../credentials/token.js'
import { refusalAt } from '../credentials/verdict.js'
import type { Term } from '../credentials/verdict.js'
import type { Parts } from '../parts.js'
import { isEnrolled } from '../policy/enforcement.js'
import type { Factors } from '../policy/enforcement.js'
import type { EnforcementPolicy, Policy } from '../policy/policy.js'
import { effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import { decideSshKey } from '../ssh/ssh-key.js'
import type { Held, Owner } from '../store/held.js'
import type { UserRow } from '../store/user.js'

/** How much would end, or be blocked, now. */
export interface PolicyImpact {
  /** Users who could not go on without enrolling a factor. */
  readonly users: number
  readonly apiKeys: number
  readonly tokens: number
  readonly sshKeys: number
}

const scanSize = 500

/** Counts what a policy would end that the present one does not: the same rules that guards ask, of everything stored. */
export async function impactOf(parts: Parts, scope: string, to: Level): Promise<PolicyImpact> {
  const { store, options } = parts
  const now = options.now()
  const present = remembered((at) => store.policies.read(at))
  const future: Levels = async (at) => (at === scope ? to : present(at))
  const blocked = await blockedUsers(parts, present, future)

  return {
    users: [...blocked.after].filter((id) => !blocked.before.has(id)).length,
    apiKeys: await countEnding(store.apiKeys, byTerm(decideApiKey), 'blockCredentials'),
    tokens: await countEnding(store.tokens, byTerm(decideToken), 'blockCredentials'),
    sshKeys: await countEnding(store.sshKeys, decideSshKey, 'blockSshKeys'),
  }

  async function countEnding<Row extends { readonly id: string }>(
    credentials: { scan(after: string | null, limit: number): Promise<readonly Held<Row>[]> },
    decide: Decide<Row>,
    blocking: keyof EnforcementPolicy,
  ): Promise<number> {
    let count = 0
    for await (const { row, owner } of scanned(
      (last) => credentials.scan(last, scanSize),
      ({ row }) => row.id,
    )) {
      const [before, after] = [await policyOf(owner, present), await policyOf(owner, future)]
      const isRefused = (policy: Policy, among: ReadonlySet<string>): boolean =>
        decide(row, owner, policy, now) !== null || (policy.enforcement[blocking] && among.has(owner.id))
      if (!isRefused(before, blocked.before) && isRefused(after, blocked.after)) count++
    }
    return count
  }
}

/** Why a credential is refused at `now`; `null` = it is not. */
type Decide<Row> = (row: Row, owner: Owner, policy: Policy, now: number) => string | null

function byTerm<Row>(decide: (row: Row, owner: Owner, policy: Policy) => Term): Decide<Row> {
  return (row, owner, policy, now) => refusalAt(decide(row, owner, policy), now)
}

async function blockedUsers(
  { store, options }: Parts,
  present: Levels,
  future: Levels,
): Promise<{ readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }> {
  const now = options.now()
  const blocked = { before: new Set<string>(), after: new Set<string>() }
  let before: string | null = null
  for (let more = true; more;) {
    const page: Awaited<ReturnType<typeof store.users.list>> = await store.users.list({
      limit: scanSize,
      before,
    })
    const factors = await store.factors.ofMany(page.rows.map(({ id }) => id))
    for (const user of page.rows) {
      const has = factors.get(user.id) ?? { totp: false, securityKeys: [], recoveryCodes: 0 }
      if (await isBlocked(user, has, { levels: present, now })) blocked.before.add(user.id)
      if (await isBlocked(user, has, { levels: future, now })) blocked.after.add(user.id)
    }
    before = page.rows.at(-1)?.id ?? null
    more = page.more
  }
  return blocked
}

async function isBlocked(
  user: UserRow,
  factors: Factors,
  { levels, now }: { readonly levels: Levels; readonly now: number },
): Promise<boolean> {
  const isMet = (stage: Pick<Policy, 'mfa'>): boolean => isEnrolled(stage, factors)
  const unmet = await unmetBy(user, await policyOf(user, levels), { levels, isMet })
  return unmet.some(({ deadline }) => now >= deadline)
}

async function policyOf({ organizationId }: Pick<Owner, 'organizationId'>, levels: Levels): Promise<Policy> {
  const { policy: platform } = await levels(platformScope)
  const organization = organizationId === null ? {} : (await levels(organizationScope(organizationId))).policy
  return effectivePolicy({ platform, organization })
}

/** Reads each scope once. */
function remembered(read: Levels): Levels {
  const known = new Map<string, Promise<Level>>()
  return (scope) => {
    const found = known.get(scope) ?? read(scope)
    known.set(scope, found)
    return found
  }
}

async function* scanned<T>(
  page: (after: string | null) => Promise<readonly T[]>,
  idOf: (one: T) => string,
): AsyncGenerator<T> {
  for (let after: string | null = null; ;) {
    const found: readonly T[] = await page(after)
    yield* found
    const last = found.at(-1)
    if (!last || found.length < scanSize) return
    after = idOf(last)
  }
}
