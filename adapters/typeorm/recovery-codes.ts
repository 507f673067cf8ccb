import type { RecoveryCodeRecord } from '../../entities/index.js'
import type { RecoveryCodeStore } from '../../src/store/recovery-code.js'
import { lockAccount } from './accounts.js'
import { mayHit, mustHit } from './batch.js'
import type { InContext } from './context.js'
import { join, sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq, insertion } from './tables.js'
import type { Table } from './tables.js'

/** Recovery codes. */
export function recoveryCodeStore(at: InContext): RecoveryCodeStore {
  const own = (): Table<RecoveryCodeRecord> => at().tables.recoveryCode

  return Object.freeze<RecoveryCodeStore>({
    replace(userId, rows) {
      const { name, columns } = own()
      const empty = sql`DELETE FROM ${name} WHERE ${eq(columns.userId, userId)}`
      const inserts = rows.map(({ id, digest, keyId }) => insertion(own(), { id, userId, digest, keyId }))
      // Locked first: on PostgreSQL two renewals at once would each delete the old codes and leave both sets of new ones.
      return mayHit(lockAccount(at(), userId), empty, ...inserts)
    },
    async has(userId, digests) {
      const found = await at().rows(sql`SELECT 1 FROM ${own().name} WHERE ${isOneOf(userId, digests)}`)
      return found.length > 0
    },
    consume: (userId, digests) => mustHit(sql`DELETE FROM ${own().name} WHERE ${isOneOf(userId, digests)}`),
  })

  function isOneOf(userId: string, digests: readonly string[]): Sql {
    const { columns } = own()
    const values = digests.map((digest) => sql`${digest}`)
    return sql`${eq(columns.userId, userId)} AND ${columns.digest.name} IN (${join(values, ', ')})`
  }
}
