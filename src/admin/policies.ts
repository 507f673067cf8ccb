import { decideApiKey } from '../credentials/api-key.js'
import { decideToken } from '../credentials/token.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Policy, StoredPolicies, StoredPolicy } from '../policy/policy.js'
import { contradictions, effectivePolicy, organizationScope, platformScope } from '../policy/policy.js'
import type { Held, Owner } from '../store/held.js'

/** One level's policy, and what holds there together with the level above. */
export interface PolicyView {
  readonly policy: StoredPolicy
  readonly effective: Policy
  /** Moves on with each change. */
  readonly version: number
}

/** How much would end, or be blocked, now. */
export interface PolicyImpact {
  readonly users: number
  readonly apiKeys: number
  readonly tokens: number
  readonly sshKeys: number
}

export interface PolicyAdministration {
  get(level: PolicyLevel): Promise<PolicyView>
  /** Replaces the whole policy of a level. 412 when its version is no longer `ifVersion`, 422 when it contradicts itself. */
  put(actor: Actor, level: PolicyLevel, policy: StoredPolicy, ifVersion: number | null): Promise<PolicyView>
  /** What `put` would do; nothing is stored. */
  dryRun(level: PolicyLevel, policy: StoredPolicy): Promise<PolicyView & { readonly impact: PolicyImpact }>
}

/** The platform, or one organisation. */
export type PolicyLevel =
  { readonly kind: 'platform' } | { readonly kind: 'organization'; readonly id: string }

const scanSize = 500

export function policyAdministration({ options, store, journal }: Parts): PolicyAdministration {
  return Object.freeze({
    async get(level) {
      const { policy, version } = await store.policies.read(scopeOf(level))
      return view(level, policy, version)
    },

    async put(actor, level, policy, ifVersion) {
      refuseContradictions(policy)
      const { version } = await store.policies.read(scopeOf(level))
      if (ifVersion !== null && ifVersion !== version) throw new KeywardError('precondition_failed')
      const at = options.now()
      const changed = auditEvent(at, actor, {
        type: 'policy.changed',
        subject: { kind: 'policy', id: scopeOf(level), name: null },
        userId: null,
      })
      const stored = await journal.commit(
        [store.bumpRevision(), store.policies.put(scopeOf(level), policy, version, at)],
        changed,
      )
      if (!stored) throw new KeywardError(ifVersion === null ? 'conflict' : 'precondition_failed')
      return view(level, policy, version + 1)
    },

    async dryRun(level, policy) {
      refuseContradictions(policy)
      const { version } = await store.policies.read(scopeOf(level))
      const impact = {
        users: 0,
        apiKeys: await countEnding(store.apiKeys, decideApiKey, level, policy),
        tokens: await countEnding(store.tokens, decideToken, level, policy),
        sshKeys: 0,
      }
      return { ...(await view(level, policy, version)), impact }
    },
  } satisfies PolicyAdministration)

  async function view(level: PolicyLevel, policy: StoredPolicy, version: number): Promise<PolicyView> {
    if (level.kind === 'platform') {
      return { policy, effective: effectivePolicy({ platform: policy, organization: {} }), version }
    }
    const { policy: platform } = await store.policies.read(platformScope)
    return { policy, effective: effectivePolicy({ platform, organization: policy }), version }
  }

  /** Asks the same rule that guards ask, under both policies, of every stored credential. */
  async function countEnding<Row extends { readonly id: string }>(
    credentials: { scan(after: string | null, limit: number): Promise<readonly Held<Row>[]> },
    decide: (row: Row, owner: Owner, policy: Policy, now: number) => unknown,
    level: PolicyLevel,
    policy: StoredPolicy,
  ): Promise<number> {
    const now = options.now()
    let count = 0
    let after: string | null = null
    for (;;) {
      const page: readonly Held<Row>[] = await credentials.scan(after, scanSize)
      count += page.filter(({ row, owner, policies }) => {
        if (decide(row, owner, effectivePolicy(policies), now) !== null) return false
        return decide(row, owner, effectivePolicy(withLevel(policies, owner, level, policy)), now) !== null
      }).length
      after = page.at(-1)?.row.id ?? null
      if (page.length < scanSize) return count
    }
  }
}

function withLevel(
  policies: StoredPolicies,
  { organizationId }: Pick<Owner, 'organizationId'>,
  level: PolicyLevel,
  policy: StoredPolicy,
): StoredPolicies {
  if (level.kind === 'platform') return { ...policies, platform: policy }
  return organizationId === level.id ? { ...policies, organization: policy } : policies
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
