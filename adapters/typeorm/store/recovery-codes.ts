import type { RecoveryCodeRecord } from '../../../entities/index.js'
import type { RecoveryCodeStore } from '../../../src/store/recovery-code.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { eq, insertion } from '../query/changes.js'
import type { Sql } from '../query/sql.js'
import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { lockAccount } from './accounts.js'
import type { InContext } from './context.js'

/** Stores recovery codes. */
export function recoveryCodeStore(at: InContext): RecoveryCodeStore {
  const own = (): Table<RecoveryCodeRecord> => at().tables.recoveryCode

  return Object.freeze({
    replace(userId, rows) {
      const { name, columns } = own()
      const empty = sql`DELETE FROM ${name} WHERE ${eq(columns.userId, userId)}`
      const inserts = rows.map((row) => insertion(own(), { ...row, userId }))
      // The account is locked first: on PostgreSQL two renewals at once would each delete the old codes and leave both sets of new ones.
      return mayHit(lockAccount(at(), userId), empty, ...inserts)
    },
    async has(userId, digests) {
      const found = await at().rows(sql`SELECT 1 FROM ${own().name} WHERE ${isOneOf(userId, digests)}`)
      return found.length > 0
    },
    consume: (userId, digests) => mustHit(sql`DELETE FROM ${own().name} WHERE ${isOneOf(userId, digests)}`),
  } satisfies RecoveryCodeStore)

  function isOneOf(userId: string, digests: readonly string[]): Sql {
    const { columns } = own()
    const values = digests.map((digest) => sql`${digest}`)
    return sql`${eq(columns.userId, userId)} AND ${columns.digest.name} IN (${join(values, ', ')})`
  }
}
