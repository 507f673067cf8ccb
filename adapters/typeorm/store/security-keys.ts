import type { SecurityKeyRecord } from '../../../entities/index.js'
import { securityKeyTable } from '../../../entities/security-key.js'
import type { SecurityKeyRow, SecurityKeyStore } from '../../../src/store/security-key.js'
import { mayHit, mustHit, revoking } from '../engine/batch.js'
import { assignments, bump, changes, eq } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { insertWithRoom, ownedBy, removeOwned } from './credential/credentials.js'

const properties: AllOf<SecurityKeyRow> = propertiesBut(securityKeyTable, 'version')

/** Stores security keys. */
export function securityKeyStore(at: InContext): SecurityKeyStore {
  const own = (): Table<SecurityKeyRecord> => at().tables.securityKey

  return Object.freeze({
    list: (userId) => find(eq(own().columns.userId, userId)),
    byCredential: async (digest) => (await find(eq(own().columns.credentialDigest, digest)))[0] ?? null,
    insert: (row, limit) => insertWithRoom(at(), own(), { row, alive: raw('1 = 1'), room: limit }),
    rename: (userId, id, { name, nameKey }) => mustHit(change(ownedBy(own(), userId, id), { name, nameKey })),
    used(row, { counter, backedUp, at: lastUsedAt, renewed }) {
      const { columns } = own()
      const known = columns.counter.name
      // A key that counts moves on with each use: the same number twice is a copy, or the same answer sent twice.
      const counts = !row.backupEligible && counter > 0
      const further = counts ? sql` AND ${known} < ${counter}` : raw('')
      const highest = sql`${known} = CASE WHEN ${known} < ${counter} THEN ${counter} ELSE ${known} END`
      const noted = assignments(own(), { backedUp, lastUsedAt, ...renewed })
      const set = join([...noted, highest, bump(own(), columns.version)], ', ')
      return mustHit(
        sql`UPDATE ${own().name} SET ${set} WHERE ${eq(columns.id, row.id)} AND ${eq(columns.suspect, false)}${further}`,
      )
    },
    suspect: (id) => revoking(mayHit(change(eq(own().columns.id, id), { suspect: true }))),
    remove: (userId, id) => revoking(removeOwned(own(), userId, id)),
    removeAll: (userId) =>
      revoking(mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`)),
  } satisfies SecurityKeyStore)

  async function find(where: Sql): Promise<readonly SecurityKeyRow[]> {
    const { list, read } = select(own(), properties)
    const rows = await at().rows(
      sql`SELECT ${list} FROM ${own().name} WHERE ${where} ORDER BY ${own().columns.id.name}`,
    )
    return rows.map((row) => read(row))
  }

  function change(where: Sql, patch: Partial<SecurityKeyRecord>): Sql {
    return sql`UPDATE ${own().name} SET ${changes(own(), patch)} WHERE ${where}`
  }
}
