import type { NoticeRecord } from '../../../entities/index.js'
import { noticeTable } from '../../../entities/notice.js'
import type { NoticeAt, NoticeRow, NoticeStore } from '../../../src/store/notice.js'
import { mayHit, mustHit, notifying } from '../engine/batch.js'
import { bump, eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { limit, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'

const properties: AllOf<NoticeRow> = propertiesBut(noticeTable)

/** Stores notices until they were told. */
export function noticeStore(at: InContext): NoticeStore {
  const own = (): Table<NoticeRecord> => at().tables.notice
  const unchanged = ({ id, version }: NoticeAt): Sql =>
    sql`${eq(own().columns.id, id)} AND ${eq(own().columns.version, version)}`

  return Object.freeze({
    insert: (row) => notifying(mayHit(insertion(own(), row))),
    insertUnlessKnown(row, browser) {
      const { name, columns } = at().tables.knownDevice
      const known = sql`SELECT 1 FROM ${name} WHERE ${eq(columns.digest, browser)}`
      const withdrawn = sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, row.id)} AND EXISTS (${known})`
      return notifying(mayHit(insertion(own(), row), withdrawn))
    },
    async due(now, most) {
      const { name, columns } = own()
      const { list, read } = select(own(), properties)
      const rows = await at().rows(
        sql`SELECT ${list} FROM ${name} WHERE ${columns.nextAt.name} <= ${now} ORDER BY ${columns.nextAt.name}, ${columns.id.name} ${limit(most)}`,
      )
      return rows.map((row) => read(row))
    },
    claim(read, until) {
      const { name, columns } = own()
      const { tries, nextAt, version } = columns
      return mustHit(
        sql`UPDATE ${name} SET ${bump(own(), tries)}, ${eq(nextAt, until)}, ${bump(own(), version)} WHERE ${unchanged(read)}`,
      )
    },
    putOff: (claimed, until) =>
      mayHit(sql`UPDATE ${own().name} SET ${eq(own().columns.nextAt, until)} WHERE ${unchanged(claimed)}`),
    done: (id) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`),
    giveUp: (claimed) => mustHit(sql`DELETE FROM ${own().name} WHERE ${unchanged(claimed)}`),
    async waiting() {
      const [row] = await at().rows(sql`SELECT COUNT(*) FROM ${own().name}`)
      return Number(row?.[0] ?? 0)
    },
  } satisfies NoticeStore)
}
