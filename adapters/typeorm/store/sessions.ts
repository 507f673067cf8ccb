import type { SessionRecord } from '../../../entities/index.js'
import { sessionTable } from '../../../entities/session.js'
import type { Reissue, SessionRow, SessionStore } from '../../../src/store/session.js'
import { mayHit, mustHit, revoking } from '../engine/batch.js'
import { assignments, eq, fitting, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { credentialFinder } from './credential/credential-finder.js'
import type { CredentialTable, OwnerSource } from './credential/credential-query.js'
import { listOwned, ownedBy, removeOwned } from './credential/credentials.js'
import { expiredRows } from './expired-rows.js'

const properties: AllOf<SessionRow> = propertiesBut(sessionTable)
const inReissue: AllOf<Reissue> = propertiesOf(
  sessionTable,
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'previousProof',
  'securityEpoch',
  'amr',
  'provedKeys',
  'vouched',
  'provedAt',
  'provedBy',
)

const sessions: CredentialTable<SessionRow> = {
  table: ({ session }) => session,
  properties,
  present: 'digest',
  previous: 'previousDigest',
  account: true,
}

/** Stores signed-in sessions. */
export function sessionStore(owners: OwnerSource): SessionStore {
  const { byDigest } = credentialFinder(owners, sessions)
  const own = (): Table<SessionRecord> => owners.at().tables.session

  return Object.freeze({
    async byDigest(digests) {
      const found = await byDigest(digests)
      return found?.account ? { ...found, account: found.account } : null
    },
    list(userId, { now, seenSince }, request) {
      const { expiresAt, lastSeenAt } = own().columns
      const where = sql`${expiresAt.name} > ${now} AND ${lastSeenAt.name} >= ${seenSince}`
      return listOwned(owners.at(), own(), { userId, properties, where, request })
    },
    insert(row) {
      const { ip, userAgent } = row
      return mayHit(insertion(own(), { ...row, ...fitting(own(), { ip, userAgent }) }))
    },
    reissue(row, to) {
      const changes = join(assignments(own(), only(to, inReissue)), ', ')
      return revoking(
        mustHit(
          sql`UPDATE ${own().name} SET ${changes} WHERE ${ownedBy(own(), row.userId, row.id)} AND ${eq(own().columns.digest, row.digest)}`,
        ),
      )
    },
    seen(id, lastSeenAt) {
      const { columns, name } = own()
      return mayHit(
        sql`UPDATE ${name} SET ${eq(columns.lastSeenAt, lastSeenAt)} WHERE ${eq(columns.id, id)} AND ${columns.lastSeenAt.name} < ${lastSeenAt}`,
      )
    },
    remove: (userId, id) => revoking(removeOwned(own(), userId, id)),
    removeAll(userId, keepId) {
      const { columns, name } = own()
      const others = keepId === null ? raw('') : sql` AND ${columns.id.name} <> ${keepId}`
      return revoking(mayHit(sql`DELETE FROM ${name} WHERE ${eq(columns.userId, userId)}${others}`))
    },
    ...expiredRows(owners.at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt, lastSeenAt }, by: { now: number; seenSince: number }) => [
        sql`${expiresAt.name} <= ${by.now}`,
        sql`${lastSeenAt.name} < ${by.seenSince}`,
      ],
    }),
  } satisfies SessionStore)
}
