import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LevelSetting, ReadLevel, Unmet } from '../auth/compliance.js'
import { unmetBy } from '../auth/compliance.js'
import type { Core } from '../core.js'
import { decideApiKey } from '../credentials/api-key.js'
import { endOfApiKey, endOfToken } from '../credentials/lifetime.js'
import { decideToken } from '../credentials/token.js'
import { refusalAt } from '../credentials/verdict.js'
import type { Factors } from '../policy/enforcement.js'
import { demandOf, isEnrolled, isOver } from '../policy/enforcement.js'
import type { EnforcementPolicy, Policy } from '../policy/policy.js'
import { effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import { endOfSshKey } from '../ssh/expiry.js'
import { decideSshKey } from '../ssh/ssh-key.js'
import type { ApiKeyRow } from '../store/api-key.js'
import type { OwnedCredential, CredentialOwner } from '../store/owned-credential.js'
import type { FoundSshKey } from '../store/ssh-key.js'
import type { TokenRow } from '../store/token.js'
import type { UserRow } from '../store/user.js'

/** How much a policy would end, or block, now. */
export interface PolicyImpact {
  /** Users who could not go on without enrolling a factor. */
  readonly users: number
  readonly apiKeys: number
  readonly tokens: number
  readonly sshKeys: number
}

/** How many credentials would go on working, but end earlier than they do now. */
export type Shortened = Omit<PolicyImpact, 'users'>

/** What a policy would end, now or later, and whom that touches. */
export interface MeasuredImpact {
  readonly impact: PolicyImpact
  /** The ids of the users who would be blocked, or whose credentials would. */
  readonly touched: ReadonlySet<string>
  readonly shortened: Shortened
  /** The ids of the users whose credentials would end earlier. */
  readonly shortenedOf: ReadonlySet<string>
  /** The ids of the users who would have to enrol a factor by a date that is yet to come, and need not now, or not as early. */
  readonly asked: ReadonlySet<string>
}

const scanSize = 500

type Needs = Pick<Core, 'options' | 'store' | 'enrolled'>

/** Finds what a policy would end that the present one does not, and whose it is, by asking of everything stored the same rules that guards ask. */
export async function impactOf(core: Needs, scope: string, to: LevelSetting): Promise<MeasuredImpact> {
  const { store, options } = core
  const now = options.now()
  const present = remembered((at) => store.policies.read(at))
  const future: ReadLevel = async (at) => (at === scope ? to : present(at))
  const { blocked, asked } = await heldUp(core, present, future)

  const users = [...blocked.after].filter((id) => !blocked.before.has(id))
  const touched = new Set(users)
  const shortenedOf = new Set<string>()

  const ofUsers = await count(store.apiKeys, rulesOfApiKeys)
  const ofServices = await count(store.serviceKeys, rulesOfApiKeys)
  const tokens = await count(store.tokens, rulesOfTokens)
  const sshKeys = await count(store.sshKeys, rulesOfSshKeys)
  return {
    impact: {
      users: users.length,
      apiKeys: ofUsers.ending + ofServices.ending,
      tokens: tokens.ending,
      sshKeys: sshKeys.ending,
    },
    touched,
    shortened: {
      apiKeys: ofUsers.shorter + ofServices.shorter,
      tokens: tokens.shorter,
      sshKeys: sshKeys.shorter,
    },
    shortenedOf,
    asked,
  }

  async function count<Row extends { readonly id: string }>(
    credentials: { scan(after: string | null, limit: number): Promise<readonly OwnedCredential<Row>[]> },
    { decide, endOf, blocking }: Rules<Row>,
  ): Promise<{ readonly ending: number; readonly shorter: number }> {
    const found = { ending: 0, shorter: 0 }
    for await (const { row, owner } of scanned(
      (last) => credentials.scan(last, scanSize),
      ({ row }) => row.id,
    )) {
      const [before, after] = [await policyOf(owner, present), await policyOf(owner, future)]
      const isRefused = (policy: Policy, among: ReadonlySet<string>): boolean =>
        decide(row, owner, { policy, now }) !== null || (policy.enforcement[blocking] && among.has(owner.id))
      if (isRefused(before, blocked.before)) continue
      if (isRefused(after, blocked.after)) {
        touched.add(owner.id)
        found.ending++
      } else if ((endOf(row, after) ?? Infinity) < (endOf(row, before) ?? Infinity)) {
        shortenedOf.add(owner.id)
        found.shorter++
      }
    }
    return found
  }
}

/** The rules that one kind of credential stands under. */
interface Rules<Row> {
  /** Says why a credential is refused at `now`; `null` = it is not. */
  decide(
    row: Row,
    owner: CredentialOwner,
    by: { readonly policy: Policy; readonly now: number },
  ): string | null
  /** When it ends, epoch ms; `null` = never. */
  endOf(row: Row, policy: Policy): number | null
  /** The field that blocks it for users who do not comply. */
  readonly blocking: keyof EnforcementPolicy
}

const rulesOfApiKeys: Rules<ApiKeyRow> = {
  decide: (row, owner, { policy, now }) => refusalAt(decideApiKey(row, owner, policy), now),
  endOf: endOfApiKey,
  blocking: 'blockCredentials',
}

const rulesOfTokens: Rules<TokenRow> = {
  decide: (row, owner, { policy, now }) => refusalAt(decideToken(row, owner, policy), now),
  endOf: endOfToken,
  blocking: 'blockCredentials',
}

const rulesOfSshKeys: Rules<FoundSshKey> = {
  decide: decideSshKey,
  endOf: endOfSshKey,
  blocking: 'blockSshKeys',
}

/** The users who cannot go on without enrolling a factor, before and after, and those who will be asked for one. */
async function heldUp({ store, enrolled, options }: Needs, present: ReadLevel, future: ReadLevel) {
  const now = options.now()
  const blocked = { before: new Set<string>(), after: new Set<string>() }
  const asked = new Set<string>()
  let before: string | null = null
  for (let more = true; more;) {
    const page: Awaited<ReturnType<typeof store.users.list>> = await store.users.list({
      limit: scanSize,
      before,
    })
    const factors = await enrolled.ofMany(page.rows.map(({ id }) => id))
    for (const user of page.rows) {
      const has = factors.get(user.id) ?? { totp: false, securityKeys: [], recoveryCodes: 0 }
      const [was, will] = [await unmetOf(user, has, present), await unmetOf(user, has, future)]
      const isBlocked = (unmet: readonly Unmet[]) => unmet.some(({ deadline }) => isOver(deadline, now))
      if (isBlocked(was)) blocked.before.add(user.id)
      if (isBlocked(will)) blocked.after.add(user.id)
      else if (will.some((demand) => !was.some((known) => covers(known, demand)))) asked.add(user.id)
    }
    before = page.rows.at(-1)?.id ?? null
    more = page.more
  }
  return { blocked, asked }
}

/** Whether one demand asks for the same as another, and no later. */
function covers(known: Unmet, demand: Unmet): boolean {
  return demandOf(known.policy) === demandOf(demand.policy) && known.deadline <= demand.deadline
}

async function unmetOf(user: UserRow, factors: Factors, levels: ReadLevel): Promise<readonly Unmet[]> {
  const isMet = (stage: Pick<Policy, 'mfa'>): boolean => isEnrolled(stage, factors)
  return unmetBy(user, await policyOf(user, levels), { levels, isMet })
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
    // SQLite answers at once: without a turn in between, nobody else would have one until all was looked at.
    await nextTurn()
    after = idOf(last)
  }
}
