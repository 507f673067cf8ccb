import { policyTable } from '../../../entities/policy.js'
import type { StoredPolicies, StoredPolicy } from '../../../src/policy/policy.js'
import { organizationScope, platformScope } from '../../../src/policy/policy.js'
import type { PolicyRow, PolicyStore } from '../../../src/store/policy.js'
import { inOrder, mayHit, mustHit, revoking } from '../engine/batch.js'
import { bump, eq } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesOf } from '../query/properties.js'
import { limit, page, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { InContext } from './context.js'
import { upsert } from './context.js'
import { byCodePoint } from './list/part-of-text.js'

const keptPolicies = 256
/** All scopes of organisations begin with it; the colon's successor ends their range. */
const organizations = organizationScope('')
const afterOrganizations = 'organization;'
const nothing: StoredPolicy = Object.freeze({})
const besidePolicy: AllOf<Omit<PolicyRow, 'policy'>> = propertiesOf(policyTable, 'version', 'switchedOn')

/** Turns the stored text of a policy into the policy; the same text gives the identical object. */
export type PolicyReader = (stored: unknown) => StoredPolicy

/** Makes a reader that remembers the policies it has read last. */
export function policyReader(): PolicyReader {
  const known = new Map<string, StoredPolicy>()
  return (stored) => {
    if (typeof stored !== 'string') return nothing
    const found = known.get(stored)
    if (found) return found
    if (known.size >= keptPolicies) known.clear()
    // The text was written by `put`, from a policy that passed its schema.
    const policy = JSON.parse(stored) as StoredPolicy
    known.set(stored, policy)
    return policy
  }
}

/** Stores the policies by scope. */
export function policyStore(at: InContext, read: PolicyReader): PolicyStore {
  const one = async (scope: string): Promise<PolicyRow> => {
    const { list, read: readRest } = select(at().tables.policy, besidePolicy)
    const [row] = await at().rows(ofScopes(sql`, ${list}`, [scope]))
    const rest = row ? readRest(row, 2) : { version: 0, switchedOn: {} }
    return { policy: read(row?.[1]), ...rest }
  }

  return Object.freeze({
    read: one,
    async readFor(organizationId): Promise<StoredPolicies> {
      const scope = organizationId === null ? null : organizationScope(organizationId)
      const rows = await at().rows(ofScopes(raw(''), [platformScope, scope ?? platformScope]))
      const stored = new Map(rows.map(([of, policy]) => [of, policy]))
      return { platform: read(stored.get(platformScope)), organization: read(scope && stored.get(scope)) }
    },
    async organizations({ limit: most, after }) {
      const { name, columns } = at().tables.policy
      const scope = byCodePoint(at().engine.dialect, columns.scope.name)
      const since = columns.scope.encode(organizationScope(after ?? ''))
      const rows = await at().rows(
        sql`SELECT ${columns.scope.name} FROM ${name} WHERE ${scope} > ${since} AND ${scope} < ${afterOrganizations} AND ${columns.policy.name} <> ${columns.policy.encode(nothing)} ORDER BY ${scope} ${limit(most + 1)}`,
      )
      return page(
        rows.map(([found]) => String(found).slice(organizations.length)),
        most,
      )
    },
    put(scope, { policy, switchedOn }, { version, at: updatedAt }) {
      const { policy: table } = at().tables
      const { columns } = table
      const changes = [
        eq(columns.policy, policy),
        eq(columns.switchedOn, switchedOn),
        bump(table, columns.version),
        eq(columns.updatedAt, updatedAt),
      ]
      const update = revoking(
        mustHit(
          sql`UPDATE ${table.name} SET ${join(changes, ', ')} WHERE ${eq(columns.scope, scope)} AND ${eq(columns.version, version)}`,
        ),
      )
      if (version > 0) return update
      return inOrder(
        mayHit(upsert(at(), table, { row: { scope, policy, switchedOn, version, updatedAt }, key: 'scope' })),
        update,
      )
    },
  } satisfies PolicyStore)

  function ofScopes(more: Sql, scopes: readonly string[]): Sql {
    const { name, columns } = at().tables.policy
    const wanted = scopes.map((scope) => eq(columns.scope, scope))
    return sql`SELECT ${columns.scope.name}, ${columns.policy.name}${more} FROM ${name} WHERE ${join(wanted, ' OR ')}`
  }
}
