import type { PendingSignInRecord } from '../../entities/index.js'
import type { PendingSignInRow, PendingSignInStore } from '../../src/store/pending-sign-in.js'
import { mayHit, mustHit } from './batch.js'
import { bump } from './context.js'
import { endedRows } from './ended.js'
import { finder } from './held.js'
import type { Kind, Owners } from './held-plan.js'
import { sql } from './sql.js'
import { eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const pendingSignIns: Kind<PendingSignInRecord> = {
  table: ({ pendingSignIn }) => pendingSignIn,
  properties: [
    'id',
    'userId',
    'digest',
    'keyId',
    'kind',
    'amr',
    'securityEpoch',
    'attempts',
    'createdAt',
    'expiresAt',
  ],
  present: 'digest',
  account: true,
}

/** Sign-ins under way. */
export function pendingSignInStore(owners: Owners): PendingSignInStore {
  const { byDigest } = finder(owners, pendingSignIns)
  const own = (): Table<PendingSignInRecord> => owners.at().tables.pendingSignIn

  return Object.freeze<PendingSignInStore>({
    async byDigest(digests) {
      const found = await byDigest(digests)
      if (!found?.account) return null
      // Stored by `insert`, from a row.
      const row = found.row as PendingSignInRow
      return { ...found, row, account: found.account }
    },
    insert({ id, userId, digest, keyId, kind, amr, securityEpoch, attempts, createdAt, expiresAt }) {
      const row = { id, userId, digest, keyId, kind, amr, securityEpoch, attempts, createdAt, expiresAt }
      return mayHit(insertion(own(), row))
    },
    attempt(id, limit) {
      const { name, columns } = own()
      const { attempts } = columns
      return mustHit(
        sql`UPDATE ${name} SET ${bump(own(), attempts)} WHERE ${eq(columns.id, id)} AND ${attempts.name} < ${limit}`,
      )
    },
    consume: (id) => mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`),
    removeAll: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
    ...endedRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  })
}
