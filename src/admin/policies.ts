import type { SessionPrincipal } from '../auth/principal.js'
import type { Core } from '../core.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { organizationsRequest, policyLevel, storedPolicy } from '../input/policy.js'
import { readInput } from '../input/read-input.js'
import { isSatisfied, isStricter } from '../policy/enforcement.js'
import type { Policy, StoredPolicy, SwitchedOn } from '../policy/policy.js'
import { contradictions, effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import type { Page } from '../store/page.js'
import type { OrganizationsRequest, PolicyRow } from '../store/policy.js'
import { withoutOneLimit } from '../store/time-limit.js'
import type { PolicyImpact, Shortened } from './policy-impact.js'
import { impactOf } from './policy-impact.js'
import { userNames } from './user-names.js'

/** The policy of one level, and what is in force there together with the level above. */
export interface PolicyView {
  readonly policy: StoredPolicy
  readonly effective: Policy
  /** Grows by 1 with each change. */
  readonly version: number
}

/** Whom a change of a policy touches. */
export interface TouchedUsers {
  readonly total: number
  /** The names of up to 20 of them. */
  readonly usernames: readonly string[]
}

/** A policy as it would be, what it would end, and whom that touches. */
export interface PolicyDryRun extends PolicyView {
  readonly impact: PolicyImpact
  readonly touched: TouchedUsers
  /** What would go on working, but end earlier than it does now, and whom that touches. */
  readonly shortened: Shortened & { readonly touched: TouchedUsers }
  /** Who would have to enrol a factor once the days of grace are over. */
  readonly asked: TouchedUsers
  /** Why `put` would be refused to whoever asks; `null` = it would not. */
  readonly refusal: 'setter_not_compliant' | null
}

/** How many users a dry run names. */
const mostNamed = 20

/** Who sets a policy: a session of an administrator, or the app itself, which has no factors. */
interface Setter {
  readonly actor: Actor
  readonly principal: SessionPrincipal | null
}

/** The policies of the platform and of organisations. */
export interface PolicyAdministration {
  get(level: PolicyLevel): Promise<PolicyView>
  /** The ids of the organisations whose policy sets something, in the order of their code points. */
  organizations(request: Partial<OrganizationsRequest>): Promise<Page<string>>
  /** What holds for a user now. */
  forUser(user: Pick<User, 'organizationId'>): Promise<Policy>
  /**
   * Replaces the whole policy of a level. 412 when its version is no longer `ifVersion` (`null` = whichever it is), 422 when it contradicts
   * itself, 409 `setter_not_compliant` when it demands a factor that the setter does not have.
   */
  put(
    setter: Setter,
    level: PolicyLevel,
    to: { readonly policy: StoredPolicy; readonly ifVersion: number | null },
  ): Promise<PolicyView>
  /** Says what `put` would do, and stores nothing. */
  dryRun(principal: SessionPrincipal | null, level: PolicyLevel, policy: StoredPolicy): Promise<PolicyDryRun>
}

/** The platform, or one organisation. */
export type PolicyLevel =
  { readonly kind: 'platform' } | { readonly kind: 'organization'; readonly id: string }

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'enrolled' | 'policyFor'>

/** Makes the service. Each change is an event. */
export function policyAdministration(core: Needs): PolicyAdministration {
  const { options, store, journal } = core
  return Object.freeze({
    async get(given) {
      const level = readInput(policyLevel, given)
      const { policy, version } = await store.policies.read(scopeOf(level))
      return view(level, policy, version)
    },

    organizations: async (request) => store.policies.organizations(readInput(organizationsRequest, request)),

    forUser: (user) => core.policyFor(user),

    async put({ actor, principal }, at, { policy: given, ifVersion }) {
      const level = readInput(policyLevel, at)
      const policy = readInput(storedPolicy, given)
      refuseContradictions(policy)
      const before = await store.policies.read(scopeOf(level))
      const { version } = before
      if (ifVersion !== null && ifVersion !== version) throw new KeywardError('precondition_failed')
      const refusal = await refusalOf(principal, level, { from: before.policy, to: policy })
      if (refusal) throw new KeywardError(refusal)
      const now = options.now()
      const changed = auditEvent(now, actor, {
        type: 'policy.changed',
        subject: { kind: 'policy', id: scopeOf(level), name: null },
        userId: null,
      })
      const to = { policy, switchedOn: switchedOn(before, policy, now) }
      const stored = await journal.commit(
        [store.policies.put(scopeOf(level), to, { version, at: now })],
        changed,
      )
      if (!stored) throw new KeywardError(ifVersion === null ? 'conflict' : 'precondition_failed')
      return view(level, policy, version + 1)
    },

    async dryRun(principal, at, given) {
      const level = readInput(policyLevel, at)
      const policy = readInput(storedPolicy, given)
      refuseContradictions(policy)
      const before = await store.policies.read(scopeOf(level))
      const to = { policy, switchedOn: switchedOn(before, policy, options.now()) }
      const found = await withoutOneLimit(() => impactOf(core, scopeOf(level), to))
      return {
        ...(await view(level, policy, before.version)),
        impact: found.impact,
        touched: await named(found.touched),
        shortened: { ...found.shortened, touched: await named(found.shortenedOf) },
        asked: await named(found.asked),
        refusal: await refusalOf(principal, level, { from: before.policy, to: policy }),
      }
    },
  } satisfies PolicyAdministration)

  async function named(touched: ReadonlySet<string>): Promise<TouchedUsers> {
    const names = await userNames(core).of([...touched].slice(0, mostNamed))
    return { total: touched.size, usernames: [...names.values()].toSorted() }
  }

  async function view(level: PolicyLevel, policy: StoredPolicy, version: number): Promise<PolicyView> {
    return { policy, effective: await effectiveAt(level, policy), version }
  }

  async function effectiveAt(level: PolicyLevel, policy: StoredPolicy): Promise<Policy> {
    if (level.kind === 'platform') return effectivePolicy({ platform: policy, organization: {} })
    const { policy: platform } = await store.policies.read(platformScope)
    return effectivePolicy({ platform, organization: policy })
  }

  /** Why a policy is refused that demands of others what the setter has not proved in this session: nobody shall lock themselves out. */
  async function refusalOf(
    principal: SessionPrincipal | null,
    level: PolicyLevel,
    { from, to }: { readonly from: StoredPolicy; readonly to: StoredPolicy },
  ): Promise<PolicyDryRun['refusal']> {
    if (principal === null) return null
    const { user, session } = principal
    const demanded = await effectiveAt(level, to)
    if (!isStricter(demanded, await effectiveAt(level, from))) return null
    const factors = await core.enrolled.of(user.id)
    return isSatisfied(demanded, factors, session.row) ? null : 'setter_not_compliant'
  }
}

/** When the fields of a policy were switched on; a field that was on already keeps its time. */
function switchedOn(before: PolicyRow, { mfa }: StoredPolicy, at: number): SwitchedOn {
  const since = (field: keyof SwitchedOn): SwitchedOn => {
    if (mfa?.[field] !== true) return {}
    const wasOn = before.policy.mfa?.[field] === true
    return { [field]: wasOn ? (before.switchedOn[field] ?? at) : at }
  }
  return { ...since('enforceMfa'), ...since('enforceSecurityKey') }
}

function scopeOf(level: PolicyLevel): string {
  return level.kind === 'platform' ? platformScope : organizationScope(level.id)
}

function refuseContradictions(policy: StoredPolicy): void {
  const fields = contradictions(policy)
  if (fields.length === 0) return
  const errors = fields.map((field) => ({
    field,
    code: 'not_allowed',
    message: 'is not among what is allowed',
  }))
  throw new KeywardError('invalid_input', { errors })
}
