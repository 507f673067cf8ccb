import { securityKeyTable } from '../../../entities/security-key.js'
import type { FactorStore, FoundSecurityKey, StoredFactors } from '../../../src/store/security-key.js'
import type { Column } from '../query/column.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import type { RawRow, Selection } from '../query/rows.js'
import { select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { InContext } from './context.js'

const keyProperties: AllOf<FoundSecurityKey> = propertiesBut(
  securityKeyTable,
  'nameKey',
  'counter',
  'transports',
  'backedUp',
  'lastUsedAt',
  'version',
)

const none: StoredFactors = Object.freeze({ totp: false, securityKeys: Object.freeze([]), recoveryCodes: 0 })

/** Reads what users have enrolled: one statement over the three tables answers a row for each factor. */
export function factorStore(at: InContext): FactorStore {
  const key = (): Selection<FoundSecurityKey> => select(at().tables.securityKey, keyProperties)
  const ofMany = async (userIds: readonly string[]): Promise<ReadonlyMap<string, StoredFactors>> => {
    if (userIds.length === 0) return new Map()
    const found = new Map<string, StoredFactors>(userIds.map((id) => [id, none]))
    for (const row of await at().rows(statement(userIds))) {
      const userId = String(at().tables.totp.columns.userId.decode(row[0]))
      found.set(userId, withFactor(found.get(userId) ?? none, row))
    }
    return found
  }

  return Object.freeze({
    ofMany,
    of: async (userId) => (await ofMany([userId])).get(userId) ?? none,
  } satisfies FactorStore)

  function statement(userIds: readonly string[]): Sql {
    const { totp, securityKey, recoveryCode } = at().tables
    const isOneOf = ({ name, encode }: Column): Sql => {
      const values = userIds.map((id) => sql`${encode(id)}`)
      return sql`${name} IN (${join(values, ', ')})`
    }
    const { list, width } = key()
    const noKey = raw(Array<string>(width).fill('NULL').join(', '))
    const ownerOfKey = securityKey.columns.userId
    const ownerOfApp = totp.columns.userId
    const ownerOfCodes = recoveryCode.columns.userId
    // The keys come first, since PostgreSQL takes the types of the columns from the first SELECT.
    return join(
      [
        sql`SELECT ${ownerOfKey.name}, 'key', 0, ${list} FROM ${securityKey.name} WHERE ${isOneOf(ownerOfKey)}`,
        sql`SELECT ${ownerOfApp.name}, 'totp', 0, ${noKey} FROM ${totp.name} WHERE ${totp.columns.slot.name} = 'active' AND ${isOneOf(ownerOfApp)}`,
        sql`SELECT ${ownerOfCodes.name}, 'codes', COUNT(*), ${noKey} FROM ${recoveryCode.name} WHERE ${isOneOf(ownerOfCodes)} GROUP BY ${ownerOfCodes.name}`,
      ],
      ' UNION ALL ',
    )
  }

  function withFactor(factors: StoredFactors, row: RawRow): StoredFactors {
    const [, factor, count] = row
    if (factor === 'totp') return { ...factors, totp: true }
    if (factor === 'codes') return { ...factors, recoveryCodes: Number(count) }
    return { ...factors, securityKeys: [...factors.securityKeys, key().read(row, 3)] }
  }
}
