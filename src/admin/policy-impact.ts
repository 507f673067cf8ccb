import type { LevelSetting, ReadLevel } from '../auth/compliance.js'
import { unmetBy } from '../auth/compliance.js'
import type { Core } from '../core.js'
import { decideApiKey } from '../credentials/api-key.js'
import { decideToken } from '../credentials/token.js'
import type { Validity } from '../credentials/verdict.js'
import { refusalAt } from '../credentials/verdict.js'
import type { Factors } from '../policy/enforcement.js'
import { isEnrolled, isOver } from '../policy/enforcement.js'
import type { EnforcementPolicy, Policy } from '../policy/policy.js'
import { effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import { decideSshKey } from '../ssh/ssh-key.js'
import type { OwnedCredential, CredentialOwner } from '../store/owned-credential.js'
import type { UserRow } from '../store/user.js'

/** How much a policy would end, or block, now. */
export interface PolicyImpact {
  /** Users who could not go on without enrolling a factor. */
  readonly users: number
  readonly apiKeys: number
  readonly tokens: number
  readonly sshKeys: number
}

/** What a policy would end, and whom that touches. */
export interface MeasuredImpact {
  readonly impact: PolicyImpact
  /** The ids of the users who would be blocked, or whose credentials would. */
  readonly touched: ReadonlySet<string>
}

const scanSize = 500

type Needs = Pick<Core, 'options' | 'store' | 'enrolled'>

/** Finds what a policy would end that the present one does not, and whose it is, by asking of everything stored the same rules that guards ask. */
export async function impactOf(core: Needs, scope: string, to: LevelSetting): Promise<MeasuredImpact> {
  const { store, options } = core
  const now = options.now()
  const present = remembered((at) => store.policies.read(at))
  const future: ReadLevel = async (at) => (at === scope ? to : present(at))
  const blocked = await blockedUsers(core, present, future)

  const users = [...blocked.after].filter((id) => !blocked.before.has(id))
  const touched = new Set(users)

  const impact = {
    users: users.length,
    apiKeys: await countEnding(store.apiKeys, byValidity(decideApiKey), 'blockCredentials'),
    tokens: await countEnding(store.tokens, byValidity(decideToken), 'blockCredentials'),
    sshKeys: await countEnding(store.sshKeys, decideSshKey, 'blockSshKeys'),
  }
  return { impact, touched }

  async function countEnding<Row extends { readonly id: string }>(
    credentials: { scan(after: string | null, limit: number): Promise<readonly OwnedCredential<Row>[]> },
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
        decide(row, owner, { policy, now }) !== null || (policy.enforcement[blocking] && among.has(owner.id))
      if (isRefused(before, blocked.before) || !isRefused(after, blocked.after)) continue
      touched.add(owner.id)
      count++
    }
    return count
  }
}

/** Says why a credential is refused at `now`; `null` = it is not. */
type Decide<Row> = (
  row: Row,
  owner: CredentialOwner,
  by: { readonly policy: Policy; readonly now: number },
) => string | null

function byValidity<Row>(
  decide: (row: Row, owner: CredentialOwner, policy: Policy) => Validity,
): Decide<Row> {
  return (row, owner, { policy, now }) => refusalAt(decide(row, owner, policy), now)
}

async function blockedUsers(
  { store, enrolled, options }: Needs,
  present: ReadLevel,
  future: ReadLevel,
): Promise<{ readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }> {
  const now = options.now()
  const blocked = { before: new Set<string>(), after: new Set<string>() }
  let before: string | null = null
  for (let more = true; more;) {
    const page: Awaited<ReturnType<typeof store.users.list>> = await store.users.list({
      limit: scanSize,
      before,
    })
    const factors = await enrolled.ofMany(page.rows.map(({ id }) => id))
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
  { levels, now }: { readonly levels: ReadLevel; readonly now: number },
): Promise<boolean> {
  const isMet = (stage: Pick<Policy, 'mfa'>): boolean => isEnrolled(stage, factors)
  const unmet = await unmetBy(user, await policyOf(user, levels), { levels, isMet })
  return unmet.some(({ deadline }) => isOver(deadline, now))
}

async function policyOf(
  { organizationId }: Pick<CredentialOwner, 'organizationId'>,
  levels: ReadLevel,
): Promise<Policy> {
  const { policy: platform } = await levels(platformScope)
  const organization = organizationId === null ? {} : (await levels(organizationScope(organizationId))).policy
  return effectivePolicy({ platform, organization })
}

/** Makes a reader that reads each scope once. */
function remembered(read: ReadLevel): ReadLevel {
  const known = new Map<string, Promise<LevelSetting>>()
  return (scope) => {
    const setting = known.get(scope) ?? read(scope)
    known.set(scope, setting)
    return setting
  }
}

async function* scanned<T>(
  page: (after: string | null) => Promise<readonly T[]>,
  idOf: (one: T) => string,
): AsyncGenerator<T> {
  for (let after: string | null = null; ;) {
    const batch: readonly T[] = await page(after)
    yield* batch
    const last = batch.at(-1)
    if (!last || batch.length < scanSize) return
    after = idOf(last)
  }
}
