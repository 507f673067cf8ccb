import type { PendingSignInRecord } from '../../../entities/index.js'
import { pendingSignInTable } from '../../../entities/pending-sign-in.js'
import type { PendingSignInRow, PendingSignInStore } from '../../../src/store/pending-sign-in.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { bump, eq, insertion } from '../query/changes.js'
import { propertiesBut } from '../query/properties.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { credentialFinder } from './credential/credential-finder.js'
import type { CredentialTable, OwnerSource } from './credential/credential-query.js'
import { expiredRows } from './expired-rows.js'

const pendingSignIns: CredentialTable<PendingSignInRow> = {
  table: ({ pendingSignIn }) => pendingSignIn,
  properties: propertiesBut(pendingSignInTable),
  present: 'digest',
  account: true,
}

/** Stores sign-ins that are under way. */
export function pendingSignInStore(owners: OwnerSource): PendingSignInStore {
  const { byDigest } = credentialFinder(owners, pendingSignIns)
  const own = (): Table<PendingSignInRecord> => owners.at().tables.pendingSignIn

  return Object.freeze({
    async byDigest(digests) {
      const found = await byDigest(digests)
      return found?.account ? { ...found, account: found.account } : null
    },
    async userOf(id) {
      const { name, columns } = own()
      const [row] = await owners
        .at()
        .rows(sql`SELECT ${columns.userId.name} FROM ${name} WHERE ${eq(columns.id, id)}`)
      return row ? String(columns.userId.decode(row[0])) : null
    },
    async has(userId) {
      const { name, columns } = own()
      const [row] = await owners
        .at()
        .rows(sql`SELECT ${columns.id.name} FROM ${name} WHERE ${eq(columns.userId, userId)} LIMIT 1`)
      return row !== undefined
    },
    insert: (row) => mayHit(insertion(own(), row)),
    attempt(id, limit) {
      const { name, columns } = own()
      const { attempts } = columns
      return mustHit(
        sql`UPDATE ${name} SET ${bump(own(), attempts)} WHERE ${eq(columns.id, id)} AND ${attempts.name} < ${limit}`,
      )
    },
    release(id) {
      const { name, columns } = own()
      const { attempts } = columns
      return mayHit(
        sql`UPDATE ${name} SET ${attempts.name} = ${attempts.name} - 1 WHERE ${eq(columns.id, id)} AND ${attempts.name} > 0`,
      )
    },
    consume: (id) => mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`),
    removeAll: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
    ...expiredRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies PendingSignInStore)
}
