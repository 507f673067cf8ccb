import { accountTable } from '../../../entities/account.js'
import type { AccountRecord } from '../../../entities/index.js'
import type { AccountRow, AccountStore } from '../../../src/store/account.js'
import { mayHit, mustHit, revoking } from '../engine/batch.js'
import { bump, changes, eq } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import type { Selection } from '../query/rows.js'
import { select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { Context, InContext } from './context.js'
import { upsert } from './context.js'

const properties: AllOf<AccountRow> = propertiesBut(accountTable, 'version')
const settable: AllOf<Required<Parameters<AccountStore['set']>[1]>> = propertiesOf(
  accountTable,
  'passwordChangedAt',
  'temporaryUntil',
  'lastSignInAt',
  'codeFailures',
)

/** Selects the columns of an `AccountRow`. */
export function selectAccount(account: Table<AccountRecord>, alias?: string): Selection<AccountRow> {
  return select(account, properties, alias)
}

/** Takes the lock of a user's account row; hits nothing when there is none. */
export function lockAccount({ tables: { account } }: Context, userId: string): Sql {
  const { columns } = account
  return sql`UPDATE ${account.name} SET ${bump(account, columns.version)} WHERE ${eq(columns.userId, userId)}`
}

/** Stores what keyward keeps about users. */
export function accountStore(at: InContext): AccountStore {
  const own = (): Table<AccountRecord> => at().tables.account
  const byIds = async (userIds: readonly string[]): Promise<readonly AccountRow[]> => {
    if (userIds.length === 0) return []
    const { name, columns } = own()
    const { list, read } = selectAccount(own())
    const wanted = userIds.map((id) => sql`${columns.userId.encode(id)}`)
    const found = await at().rows(
      sql`SELECT ${list} FROM ${name} WHERE ${columns.userId.name} IN (${join(wanted, ', ')})`,
    )
    return found.map((row) => read(row))
  }

  return Object.freeze({
    byIds,
    byId: async (userId) => (await byIds([userId]))[0] ?? null,
    ensure(userId) {
      // No row can have this id: there is nothing to make, and an INSERT of NULL would be an error.
      if (own().columns.userId.encode(userId) === null) return mustHit(lockAccount(at(), userId))
      const row = { userId, securityEpoch: 0, codeFailures: 0, version: 0 }
      return mayHit(upsert(at(), own(), { row, key: 'userId' }))
    },
    advanceEpoch(userId, epoch) {
      const { name, columns } = own()
      const moved = join([bump(own(), columns.securityEpoch), bump(own(), columns.version)], ', ')
      const still = epoch === null ? raw('') : sql` AND ${eq(columns.securityEpoch, epoch)}`
      return revoking(mustHit(sql`UPDATE ${name} SET ${moved} WHERE ${eq(columns.userId, userId)}${still}`))
    },
    still: (userId, epoch) =>
      mustHit(sql`${lockAccount(at(), userId)} AND ${eq(own().columns.securityEpoch, epoch)}`),
    set(userId, patch) {
      const { name, columns } = own()
      const set = changes(own(), only(patch, settable))
      const write = mayHit(sql`UPDATE ${name} SET ${set} WHERE ${eq(columns.userId, userId)}`)
      // A verification may remember when a temporary password ends. It reads the rest of the account when it needs it.
      return patch.temporaryUntil === undefined ? write : revoking(write)
    },
    giveHandle(userId, handle) {
      const { name, columns } = own()
      const { webauthnHandle, version } = columns
      return mayHit(
        sql`UPDATE ${name} SET ${eq(webauthnHandle, handle)}, ${bump(own(), version)} WHERE ${eq(columns.userId, userId)} AND ${webauthnHandle.name} IS NULL`,
      )
    },
    countCode(userId, limit) {
      const { name, columns } = own()
      const { codeFailures } = columns
      return mustHit(
        sql`UPDATE ${name} SET ${bump(own(), codeFailures)} WHERE ${eq(columns.userId, userId)} AND ${codeFailures.name} < ${limit}`,
      )
    },
    releaseCode(userId) {
      const { name, columns } = own()
      const { codeFailures } = columns
      return mayHit(
        sql`UPDATE ${name} SET ${codeFailures.name} = ${codeFailures.name} - 1 WHERE ${eq(columns.userId, userId)} AND ${codeFailures.name} > 0`,
      )
    },
    remove: (userId) =>
      revoking(mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`)),
  } satisfies AccountStore)
}
