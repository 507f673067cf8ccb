import type { AccountRecord } from '../../entities/index.js'
import type { AccountRow, AccountStore } from '../../src/store/account.js'
import { mayHit, mustHit } from './batch.js'
import { bump, upsert } from './context.js'
import type { Context, InContext } from './context.js'
import { select } from './rows.js'
import type { Selection } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq } from './tables.js'
import type { Table } from './tables.js'

/** The columns of an `AccountRow`. */
export function selectAccount(account: Table<AccountRecord>, alias?: string): Selection<AccountRow> {
  return select(
    account,
    [
      'userId',
      'securityEpoch',
      'passwordChangedAt',
      'temporaryUntil',
      'lastSignInAt',
      'webauthnHandle',
      'codeFailures',
    ],
    alias,
  )
}

/** Takes the lock of a user's account row; hits nothing when there is none. */
export function lockAccount({ tables: { account } }: Context, userId: string): Sql {
  const { columns } = account
  return sql`UPDATE ${account.name} SET ${bump(account, columns.version)} WHERE ${eq(columns.userId, userId)}`
}

/** What keyward keeps about users. */
export function accountStore(at: InContext): AccountStore {
  const byIds = async (userIds: readonly string[]): Promise<readonly AccountRow[]> => {
    if (userIds.length === 0) return []
    const { account } = at().tables
    const { list, read } = selectAccount(account)
    const wanted = userIds.map((id) => sql`${account.columns.userId.encode(id)}`)
    const found = await at().rows(
      sql`SELECT ${list} FROM ${account.name} WHERE ${account.columns.userId.name} IN (${join(wanted, ', ')})`,
    )
    return found.map((row) => read(row))
  }

  return Object.freeze<AccountStore>({
    byIds,
    byId: async (userId) => (await byIds([userId]))[0] ?? null,
    ensure(userId) {
      const { account } = at().tables
      // No row can have this id: there is nothing to make, and an INSERT of NULL would be an error.
      if (account.columns.userId.encode(userId) === null) return mustHit(lockAccount(at(), userId))
      const row = { userId, securityEpoch: 0, codeFailures: 0, version: 0 }
      return mayHit(upsert(at(), account, { row, key: 'userId' }))
    },
    advanceEpoch(userId, epoch) {
      const { account } = at().tables
      const { columns } = account
      const changes = [bump(account, columns.securityEpoch), bump(account, columns.version)]
      const still = epoch === null ? raw('') : sql` AND ${eq(columns.securityEpoch, epoch)}`
      return mustHit(
        sql`UPDATE ${account.name} SET ${join(changes, ', ')} WHERE ${eq(columns.userId, userId)}${still}`,
      )
    },
    set(userId, patch) {
      const { account } = at().tables
      const changes = [...assignments(account, patch), bump(account, account.columns.version)]
      return mayHit(
        sql`UPDATE ${account.name} SET ${join(changes, ', ')} WHERE ${eq(account.columns.userId, userId)}`,
      )
    },
    giveHandle(userId, handle) {
      const { account } = at().tables
      const { webauthnHandle, version } = account.columns
      return mayHit(
        sql`UPDATE ${account.name} SET ${eq(webauthnHandle, handle)}, ${bump(account, version)} WHERE ${eq(account.columns.userId, userId)} AND ${webauthnHandle.name} IS NULL`,
      )
    },
    countCode(userId, limit) {
      const { account } = at().tables
      const { codeFailures } = account.columns
      return mustHit(
        sql`UPDATE ${account.name} SET ${bump(account, codeFailures)} WHERE ${eq(account.columns.userId, userId)} AND ${codeFailures.name} < ${limit}`,
      )
    },
    remove(userId) {
      const { account } = at().tables
      return mayHit(sql`DELETE FROM ${account.name} WHERE ${eq(account.columns.userId, userId)}`)
    },
  })
}
