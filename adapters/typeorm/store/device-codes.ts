import { deviceCodeTable } from '../../../entities/device-code.js'
import type { DeviceCodeRecord } from '../../../entities/index.js'
import type { DeviceCodeRow, DeviceCodeStore } from '../../../src/store/device-code.js'
import type { PreparedWrite } from '../engine/batch.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { assignments, eq, fitting, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { byDigest } from './credential/credentials.js'
import { expiredRows } from './expired-rows.js'

const properties: AllOf<DeviceCodeRow> = propertiesBut(deviceCodeTable)

/** Stores devices that ask for a token. */
export function deviceCodeStore(at: InContext): DeviceCodeStore {
  const own = (): Table<DeviceCodeRecord> => at().tables.deviceCode

  return Object.freeze({
    byDigest: (digests) => find('digest', digests),
    byUserCode: (digests) => find('userCodeDigest', digests),
    insert(row) {
      const { ip, userAgent } = row
      return mayHit(insertion(own(), { ...row, ...fitting(own(), { ip, userAgent }) }))
    },
    polled(id, now) {
      const { lastPolledAt, intervalSeconds } = own().columns
      const waited = sql` AND (${lastPolledAt.name} IS NULL OR ${lastPolledAt.name} + ${intervalSeconds.name} * 1000 <= ${now})`
      return pending(id, [eq(lastPolledAt, now)], waited)
    },
    hurried(id, now, seconds) {
      const { lastPolledAt, intervalSeconds } = own().columns
      const grown = sql`${intervalSeconds.name} = ${intervalSeconds.name} + ${seconds}`
      return pending(id, [grown, eq(lastPolledAt, now)])
    },
    answer: (id, answer, now) => pending(id, assignments(own(), answer), living(now)),
    collect: (id, now) =>
      change({ id, state: 'approved' }, [eq(own().columns.state, 'collected')], living(now)),
    ...expiredRows(at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies DeviceCodeStore)

  async function find(
    by: 'digest' | 'userCodeDigest',
    digests: readonly string[],
  ): Promise<DeviceCodeRow | null> {
    const { list, read } = select(own(), properties)
    const { name, columns } = own()
    const [row] = await at().rows(
      sql`SELECT ${list} FROM ${name} WHERE ${byDigest(at(), columns[by], digests)}`,
    )
    return row ? read(row) : null
  }

  function living(now: number): Sql {
    return sql` AND ${own().columns.expiresAt.name} > ${now}`
  }

  function pending(id: string, set: readonly Sql[], condition = sql``): PreparedWrite {
    return change({ id, state: 'pending' }, set, condition)
  }

  function change(
    { id, state }: Pick<DeviceCodeRow, 'id' | 'state'>,
    set: readonly Sql[],
    condition: Sql,
  ): PreparedWrite {
    const { name, columns } = own()
    return mustHit(
      sql`UPDATE ${name} SET ${join(set, ', ')} WHERE ${eq(columns.id, id)} AND ${eq(columns.state, state)}${condition}`,
    )
  }
}
