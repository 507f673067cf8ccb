import type { ChallengeRecord } from '../../entities/index.js'
import type { ChallengeStore } from '../../src/store/challenge.js'
import { mayHit, mustHit } from './batch.js'
import type { InContext } from './context.js'
import { endedRows } from './ended.js'
import { sql } from './sql.js'
import { eq, insertion } from './tables.js'
import type { Table } from './tables.js'

/** WebAuthn challenges. */
export function challengeStore(at: InContext): ChallengeStore {
  const own = (): Table<ChallengeRecord> => at().tables.challenge

  return Object.freeze<ChallengeStore>({
    insert: ({ digest, purpose, holder, expiresAt }) =>
      mayHit(insertion(own(), { digest, purpose, holder, expiresAt })),
    consume({ digest, purpose, holder }, now) {
      const { name, columns } = own()
      return mustHit(
        sql`DELETE FROM ${name} WHERE ${eq(columns.digest, digest)} AND ${eq(columns.purpose, purpose)} AND ${eq(columns.holder, holder)} AND ${columns.expiresAt.name} > ${now}`,
      )
    },
    ...endedRows(at, {
      table: own,
      key: 'digest',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  })
}
