import type { SessionPrincipal } from '../auth/reauthentication.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import { isSatisfied, isStricter } from '../policy/enforcement.js'
import type { Policy, StoredPolicy, SwitchedOn } from '../policy/policy.js'
import { contradictions, effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import type { PolicyRow } from '../store/policy.js'
import type { PolicyImpact } from './policy-impact.js'
import { impactOf } from './policy-impact.js'

/** One level's policy, and what holds there together with the level above. */
export interface PolicyView {
  readonly policy: StoredPolicy
  readonly effective: Policy
  /** Moves on with each change. */
  readonly version: number
}

/** Who sets a policy: a session of an administrator. */
export interface Setter {
  readonly actor: Actor
  readonly principal: SessionPrincipal
}

export interface PolicyAdministration {
  get(level: PolicyLevel): Promise<PolicyView>
  /**
   * Replaces the whole policy of a level. 412 when its version is no longer `ifVersion`, 422 when it contradicts itself,
   * 409 `setter_not_compliant` when it demands a factor that the setter does not have.
   */
  put(setter: Setter, level: PolicyLevel, policy: StoredPolicy, ifVersion: number | null): Promise<PolicyView>
  /** What `put` would do; nothing is stored. */
  dryRun(level: PolicyLevel, policy: StoredPolicy): Promise<PolicyView & { readonly impact: PolicyImpact }>
}

/** The platform, or one organisation. */
export type PolicyLevel =
  { readonly kind: 'platform' } | { readonly kind: 'organization'; readonly id: string }

export function policyAdministration(parts: Parts): PolicyAdministration {
  const { options, store, journal } = parts
  return Object.freeze({
    async get(level) {
      const { policy, version } = await store.policies.read(scopeOf(level))
      return view(level, policy, version)
    },

    async put({ actor, principal }, level, policy, ifVersion) {
      refuseContradictions(policy)
      const before = await store.policies.read(scopeOf(level))
      const { version } = before
      if (ifVersion !== null && ifVersion !== version) throw new KeywardError('precondition_failed')
      await refuseNonCompliant(principal, level, { from: before.policy, to: policy })
      const at = options.now()
      const changed = auditEvent(at, actor, {
        type: 'policy.changed',
        subject: { kind: 'policy', id: scopeOf(level), name: null },
        userId: null,
      })
      const to = { policy, switchedOn: switchedOn(before, policy, at) }
      const stored = await journal.commit(
        [store.revision.bump(), store.policies.put(scopeOf(level), to, version, at)],
        changed,
      )
      if (!stored) throw new KeywardError(ifVersion === null ? 'conflict' : 'precondition_failed')
      return view(level, policy, version + 1)
    },

    async dryRun(level, policy) {
      refuseContradictions(policy)
      const before = await store.policies.read(scopeOf(level))
      const to = { policy, switchedOn: switchedOn(before, policy, options.now()) }
      const impact = await impactOf(parts, scopeOf(level), to)
      return { ...(await view(level, policy, before.version)), impact }
    },
  } satisfies PolicyAdministration)

  async function view(level: PolicyLevel, policy: StoredPolicy, version: number): Promise<PolicyView> {
    return { policy, effective: await effectiveAt(level, policy), version }
  }

  async function effectiveAt(level: PolicyLevel, policy: StoredPolicy): Promise<Policy> {
    if (level.kind === 'platform') return effectivePolicy({ platform: policy, organization: {} })
    const { policy: platform } = await store.policies.read(platformScope)
    return effectivePolicy({ platform, organization: policy })
  }

  /** Whoever demands a factor of others has it, and came in with it: nobody locks themselves out. */
  async function refuseNonCompliant(
    { user, session }: SessionPrincipal,
    level: PolicyLevel,
    { from, to }: { readonly from: StoredPolicy; readonly to: StoredPolicy },
  ): Promise<void> {
    const demanded = await effectiveAt(level, to)
    if (!isStricter(demanded, await effectiveAt(level, from))) return
    const factors = await store.factors.of(user.id)
    if (!isSatisfied(demanded, factors, session.row.amr)) throw new KeywardError('setter_not_compliant')
  }
}

/** When the fields of a policy were switched on: those that were on already stay as they were. */
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
