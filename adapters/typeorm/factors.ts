import type { Factors, KeyTraits } from '../../src/policy/enforcement.js'
import type { FactorStore } from '../../src/store/factor.js'
import type { InContext } from './context.js'
import type { RawRow } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import type { Column } from './tables.js'

const none: Factors = Object.freeze({ totp: false, securityKeys: Object.freeze([]), recoveryCodes: 0 })

/** What users have enrolled: one statement over the three tables, a row for each factor. */
export function factorStore(at: InContext): FactorStore {
  const ofMany = async (userIds: readonly string[]): Promise<ReadonlyMap<string, Factors>> => {
    if (userIds.length === 0) return new Map()
    const found = new Map<string, Factors>(userIds.map((id) => [id, none]))
    for (const row of await at().rows(statement(userIds))) {
      const userId = String(at().tables.totp.columns.userId.decode(row[0]))
      found.set(userId, withFactor(found.get(userId) ?? none, row))
    }
    return found
  }

  return Object.freeze<FactorStore>({
    ofMany,
    of: async (userId) => (await ofMany([userId])).get(userId) ?? none,
  })

  function statement(userIds: readonly string[]): Sql {
    const { totp, securityKey, recoveryCode } = at().tables
    const isOneOf = ({ name, encode }: Column): Sql => {
      const values = userIds.map((id) => sql`${encode(id)}`)
      return sql`${name} IN (${join(values, ', ')})`
    }
    const flag = ({ name }: Column): Sql => sql`CASE WHEN ${name} THEN 1 ELSE 0 END`
    const { userId, backupEligible, attested, suspect } = securityKey.columns
    const keys = join([userId.name, raw("'key'"), ...[backupEligible, attested, suspect].map(flag)], ', ')
    const codes = recoveryCode.columns.userId
    return join(
      [
        sql`SELECT ${totp.columns.userId.name}, 'totp', 0, 0, 0 FROM ${totp.name} WHERE ${totp.columns.slot.name} = 'active' AND ${isOneOf(totp.columns.userId)}`,
        sql`SELECT ${keys} FROM ${securityKey.name} WHERE ${isOneOf(userId)}`,
        sql`SELECT ${codes.name}, 'codes', COUNT(*), 0, 0 FROM ${recoveryCode.name} WHERE ${isOneOf(codes)} GROUP BY ${codes.name}`,
      ],
      ' UNION ALL ',
    )
  }
}

function withFactor(factors: Factors, [, kind, first, second, third]: RawRow): Factors {
  if (kind === 'totp') return { ...factors, totp: true }
  if (kind === 'codes') return { ...factors, recoveryCodes: Number(first) }
  const [backupEligible, attested, suspect] = [first, second, third].map((flag) => Number(flag) === 1)
  const key = { backupEligible, attested, suspect } as KeyTraits
  return { ...factors, securityKeys: [...factors.securityKeys, key] }
}
