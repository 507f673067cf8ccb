import type { SecurityKeyRecord } from '../../entities/index.js'
import type { SecurityKeyRow, SecurityKeyStore } from '../../src/store/security-key.js'
import { lockAccount } from './accounts.js'
import { mayHit, mustHit } from './batch.js'
import { bump } from './context.js'
import type { InContext } from './context.js'
import { select } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'name',
  'nameKey',
  'credentialId',
  'credentialDigest',
  'publicKey',
  'counter',
  'transports',
  'backupEligible',
  'backedUp',
  'attested',
  'aaguid',
  'passkey',
  'suspect',
  'createdAt',
  'lastUsedAt',
] as const satisfies readonly (keyof SecurityKeyRow)[]

/** Security keys. */
export function securityKeyStore(at: InContext): SecurityKeyStore {
  const own = (): Table<SecurityKeyRecord> => at().tables.securityKey

  return Object.freeze<SecurityKeyStore>({
    list: (userId) => find(eq(own().columns.userId, userId)),
    byCredential: async (digest) => (await find(eq(own().columns.credentialDigest, digest)))[0] ?? null,
    insert(row, limit) {
      const { account } = at().tables
      const count = sql`(SELECT COUNT(*) FROM ${own().name} WHERE ${eq(own().columns.userId, row.userId)})`
      // As `insertWithRoom`: the account's row is locked before the rows are counted.
      const check = sql`UPDATE ${account.name} SET ${bump(account, account.columns.version)} WHERE ${eq(account.columns.userId, row.userId)} AND ${count} < ${limit}`
      return mustHit(lockAccount(at(), row.userId), check, insertion(own(), recordOf(row)))
    },
    rename: (userId, id, { name, nameKey }) =>
      mustHit(
        change(sql`${eq(own().columns.id, id)} AND ${eq(own().columns.userId, userId)}`, { name, nameKey }),
      ),
    used(row, { counter, backedUp, at: lastUsedAt }) {
      const { columns } = own()
      const known = columns.counter.name
      // A key that counts moves on with each use: the same number twice is a copy, or the same answer sent twice.
      const counts = !row.backupEligible && counter > 0
      const further = counts ? sql` AND ${known} < ${counter}` : raw('')
      const highest = sql`${known} = CASE WHEN ${known} < ${counter} THEN ${counter} ELSE ${known} END`
      const changes = [...assignments(own(), { backedUp, lastUsedAt }), highest, bump(own(), columns.version)]
      return mustHit(
        sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${eq(columns.id, row.id)}${further}`,
      )
    },
    suspect: (id) => mayHit(change(eq(own().columns.id, id), { suspect: true })),
    remove(userId, id) {
      const { name, columns } = own()
      return mustHit(sql`DELETE FROM ${name} WHERE ${eq(columns.id, id)} AND ${eq(columns.userId, userId)}`)
    },
    removeAll: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
  })

  async function find(where: Sql): Promise<readonly SecurityKeyRow[]> {
    const { list, read } = select(own(), properties)
    const rows = await at().rows(
      sql`SELECT ${list} FROM ${own().name} WHERE ${where} ORDER BY ${own().columns.id.name}`,
    )
    return rows.map((row) => read(row))
  }

  function change(where: Sql, patch: Partial<SecurityKeyRecord>): Sql {
    const changes = [...assignments(own(), patch), bump(own(), own().columns.version)]
    return sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${where}`
  }
}

function recordOf(row: SecurityKeyRow): SecurityKeyRecord {
  const kept = Object.fromEntries(properties.map((property) => [property, row[property]]))
  // Built from the list of all properties of the record but the version.
  return { ...kept, version: 0 } as unknown as SecurityKeyRecord
}
