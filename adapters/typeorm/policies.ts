import { organizationScope, platformScope } from '../../src/policy/policy.js'
import type { StoredPolicies, StoredPolicy, SwitchedOn } from '../../src/policy/policy.js'
import type { PolicyRow, PolicyStore } from '../../src/store/policy.js'
import { bump, upsert } from './context.js'
import type { InContext } from './context.js'
import { inOrder, mayHit, mustHit } from './batch.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq } from './tables.js'

const keptPolicies = 256
const nothing: StoredPolicy = Object.freeze({})

/** Turns the stored text of a policy into the policy; the same text gives the identical object. */
export type PolicyReader = (stored: unknown) => StoredPolicy

export function policyReader(): PolicyReader {
  const known = new Map<string, StoredPolicy>()
  return (stored) => {
    if (typeof stored !== 'string') return nothing
    const found = known.get(stored)
    if (found) return found
    if (known.size >= keptPolicies) known.clear()
    // Written by `put`, from a policy that passed its schema.
    const policy = JSON.parse(stored) as StoredPolicy
    known.set(stored, policy)
    return policy
  }
}

/** The policies by scope. */
export function policyStore(at: InContext, read: PolicyReader): PolicyStore {
  const one = async (scope: string): Promise<PolicyRow> => {
    const { version, switchedOn } = at().tables.policy.columns
    const [row] = await at().rows(select(sql`, ${version.name}, ${switchedOn.name}`, [scope]))
    // Written by `put`.
    const since = row ? (switchedOn.decode(row[3]) as SwitchedOn) : {}
    return { policy: read(row?.[1]), version: Number(row?.[2] ?? 0), switchedOn: since }
  }

  return Object.freeze<PolicyStore>({
    read: one,
    async readFor(organizationId): Promise<StoredPolicies> {
      const scope = organizationId === null ? null : organizationScope(organizationId)
      const rows = await at().rows(select(raw(''), [platformScope, scope ?? platformScope]))
      const stored = new Map(rows.map(([of, policy]) => [of, policy]))
      return { platform: read(stored.get(platformScope)), organization: read(scope && stored.get(scope)) }
    },
    put(scope, { policy, switchedOn }, version, updatedAt) {
      const { policy: table } = at().tables
      const { columns } = table
      const changes = [
        eq(columns.policy, policy),
        eq(columns.switchedOn, switchedOn),
        bump(table, columns.version),
        eq(columns.updatedAt, updatedAt),
      ]
      const update = mustHit(
        sql`UPDATE ${table.name} SET ${join(changes, ', ')} WHERE ${eq(columns.scope, scope)} AND ${eq(columns.version, version)}`,
      )
      if (version > 0) return update
      return inOrder(
        mayHit(upsert(at(), table, { row: { scope, policy, switchedOn, version, updatedAt }, key: 'scope' })),
        update,
      )
    },
  })

  function select(more: Sql, scopes: readonly string[]): Sql {
    const { name, columns } = at().tables.policy
    const wanted = scopes.map((scope) => eq(columns.scope, scope))
    return sql`SELECT ${columns.scope.name}, ${columns.policy.name}${more} FROM ${name} WHERE ${join(wanted, ' OR ')}`
  }
}
