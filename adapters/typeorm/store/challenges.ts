import type { ChallengeRecord } from '../../../entities/index.js'
import type { ChallengeStore } from '../../../src/store/challenge.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { eq, insertion } from '../query/changes.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { expiredRows } from './expired-rows.js'

/** Stores WebAuthn challenges. */
export function challengeStore(at: InContext): ChallengeStore {
  const own = (): Table<ChallengeRecord> => at().tables.challenge

  return Object.freeze({
    insert: (row) => mayHit(insertion(own(), row)),
    async endOf(digest) {
      const { name, columns } = own()
      const [row] = await at().rows(
        sql`SELECT ${columns.expiresAt.name} FROM ${name} WHERE ${eq(columns.digest, digest)}`,
      )
      return row ? Number(row[0]) : null
    },
    consume({ digest, purpose, holder }, now) {
      const { name, columns } = own()
      return mustHit(
        sql`DELETE FROM ${name} WHERE ${eq(columns.digest, digest)} AND ${eq(columns.purpose, purpose)} AND ${eq(columns.holder, holder)} AND ${columns.expiresAt.name} > ${now}`,
      )
    },
    ...expiredRows(at, {
      table: own,
      key: 'digest',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies ChallengeStore)
}
