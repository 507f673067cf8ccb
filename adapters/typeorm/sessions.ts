import type { SessionRecord } from '../../entities/index.js'
import type { SessionRow, SessionStore } from '../../src/store/session.js'
import { mayHit, mustHit } from './batch.js'
import { listOwned, ownedBy, removeOwned } from './credentials.js'
import { endedRows } from './ended.js'
import { finder } from './held.js'
import type { Kind, Owners } from './held-plan.js'
import { join, raw, sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'securityEpoch',
  'amr',
  'createdAt',
  'lastSeenAt',
  'expiresAt',
  'provedAt',
  'provedBy',
  'ip',
  'userAgent',
] as const satisfies readonly (keyof SessionRow)[]

const sessions: Kind<SessionRecord> = {
  table: ({ session }) => session,
  properties,
  present: 'digest',
  previous: 'previousDigest',
  account: true,
}

/** Signed-in sessions. */
export function sessionStore(owners: Owners): SessionStore {
  const { byDigest } = finder(owners, sessions)
  const own = (): Table<SessionRecord> => owners.at().tables.session

  return Object.freeze<SessionStore>({
    async byDigest(digests) {
      const found = await byDigest(digests)
      return found?.account ? { ...found, account: found.account } : null
    },
    list(userId, { now, seenSince }, request) {
      const { expiresAt, lastSeenAt } = own().columns
      const where = sql`${expiresAt.name} > ${now} AND ${lastSeenAt.name} >= ${seenSince}`
      return listOwned(owners.at(), own(), { userId, properties, where, request })
    },
    insert: (row) => mayHit(insertion(own(), only(row))),
    reissue(row, to) {
      const { digest, keyId, previousDigest, previousUntil, securityEpoch, amr, provedAt, provedBy } = to
      const changes = { digest, keyId, previousDigest, previousUntil, securityEpoch, amr, provedAt, provedBy }
      return mustHit(
        sql`UPDATE ${own().name} SET ${join(assignments(own(), changes), ', ')} WHERE ${ownedBy(own(), row.userId, row.id)} AND ${eq(own().columns.digest, row.digest)}`,
      )
    },
    seen(id, lastSeenAt) {
      const { columns, name } = own()
      return mayHit(
        sql`UPDATE ${name} SET ${eq(columns.lastSeenAt, lastSeenAt)} WHERE ${eq(columns.id, id)} AND ${columns.lastSeenAt.name} < ${lastSeenAt}`,
      )
    },
    remove: (userId, id) => removeOwned(own(), userId, id),
    removeAll(userId, keepId) {
      const { columns, name } = own()
      const others = keepId === null ? raw('') : sql` AND ${columns.id.name} <> ${keepId}`
      return mayHit(sql`DELETE FROM ${name} WHERE ${eq(columns.userId, userId)}${others}`)
    },
    ...endedRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt, lastSeenAt }, by: { now: number; seenSince: number }) => [
        sql`${expiresAt.name} <= ${by.now}`,
        sql`${lastSeenAt.name} < ${by.seenSince}`,
      ],
    }),
  })
}

/** Callers may hold more than a row: only its properties are stored. */
function only(row: SessionRow): SessionRecord {
  // Built from the list of all properties of the record.
  return Object.fromEntries(
    properties.map((property) => [property, row[property]]),
  ) as unknown as SessionRecord
}
