import type { WaitingSecretRecord } from '../../../entities/index.js'
import { waitingSecretTable } from '../../../entities/waiting-secret.js'
import type { WaitingSecretRow, WaitingSecretStore } from '../../../src/store/waiting-secret.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { expiredRows } from './expired-rows.js'

const properties: AllOf<WaitingSecretRow> = propertiesBut(waitingSecretTable)

/** Stores secrets that wait to be shown once. */
export function waitingSecretStore(at: InContext): WaitingSecretStore {
  const own = (): Table<WaitingSecretRecord> => at().tables.waitingSecret

  return Object.freeze({
    put: (row) =>
      mayHit(
        sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.digest, row.digest)}`,
        insertion(own(), row),
      ),
    async read(digest) {
      const { list, read } = select(own(), properties)
      const [row] = await at().rows(
        sql`SELECT ${list} FROM ${own().name} WHERE ${eq(own().columns.digest, digest)}`,
      )
      return row ? read(row) : null
    },
    consume(digest, by, now) {
      const { name, columns } = own()
      const { session } = at().tables
      // The session is asked for in the same statement: a sign-out or a re-issue that comes first leaves nothing to take.
      const alive = sql`SELECT 1 FROM ${session.name} WHERE ${eq(session.columns.id, by.id)} AND ${eq(session.columns.digest, by.digest)}`
      return mustHit(
        sql`DELETE FROM ${name} WHERE ${eq(columns.digest, digest)} AND ${eq(columns.sessionId, by.id)} AND ${columns.expiresAt.name} > ${now} AND EXISTS (${alive})`,
      )
    },
    ...expiredRows(at, {
      table: own,
      key: 'digest',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies WaitingSecretStore)
}
