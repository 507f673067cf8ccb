import { auditSealTable } from '../../../entities/audit-seal.js'
import type { AuditEventRecord, AuditSealRecord } from '../../../entities/index.js'
import type { AuditSealRow, AuditSealStore, ProvenEvent } from '../../../src/store/audit-seal.js'
import { inOrder, mayHit, mustHit } from '../engine/batch.js'
import { assignments, eq, insertion } from '../query/changes.js'
import type { Column } from '../query/column.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import { limit, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { eventOf, storedProperties } from './audit.js'
import type { InContext } from './context.js'

const properties: AllOf<AuditSealRow> = propertiesBut(auditSealTable)
const pruned: AllOf<Pick<AuditSealRow, 'prunedAt' | 'ids' | 'mac' | 'keyId'>> = propertiesOf(
  auditSealTable,
  'prunedAt',
  'ids',
  'mac',
  'keyId',
)

/** Stores the seals of the audit. */
export function auditSealStore(at: InContext): AuditSealStore {
  const own = (): Table<AuditSealRecord> => at().tables.auditSeal
  const events = (): Table<AuditEventRecord> => at().tables.auditEvent

  return Object.freeze({
    unsealed(after, rows) {
      const { id, seal } = events().columns
      const later = after === null ? raw('') : sql` AND ${id.name} > ${id.encode(after)}`
      return proven(sql`${seal.name} IS NULL${later}`, rows)
    },
    async unsealedCount() {
      const { name, columns } = events()
      const [row] = await at().rows(sql`SELECT COUNT(*) FROM ${name} WHERE ${columns.seal.name} IS NULL`)
      return Number(row?.[0] ?? 0)
    },
    sealed: (number, rows) => proven(eq(events().columns.seal, number), rows),
    async beyond(number) {
      const { name, columns } = events()
      const [row] = await at().rows(
        sql`SELECT ${columns.id.name} FROM ${name} WHERE ${columns.seal.name} > ${number} ${limit(1)}`,
      )
      return row ? String(row[0]) : null
    },
    async newest() {
      const [row] = await seals(sql`ORDER BY ${own().columns.number.name} DESC ${limit(1)}`)
      return row ?? null
    },
    list: (number, rows) => {
      const { name } = own().columns.number
      return seals(sql`WHERE ${name} >= ${number} ORDER BY ${name} ${limit(rows)}`)
    },
    unpruned: (number, rows) => {
      const { number: numbered, prunedAt } = own().columns
      return seals(
        sql`WHERE ${numbered.name} >= ${number} AND ${prunedAt.name} IS NULL ORDER BY ${numbered.name} ${limit(rows)}`,
      )
    },
    add(row) {
      const { name, columns } = events()
      const ids = (row.ids ?? []).map((id) => sql`${columns.id.encode(id)}`)
      return mayHit(
        insertion(own(), row),
        sql`UPDATE ${name} SET ${eq(columns.seal, row.number)} WHERE ${columns.id.name} IN (${join(ids, ', ')}) AND ${columns.seal.name} IS NULL`,
      )
    },
    prune(row) {
      const { name, columns } = own()
      const there = sql`${eq(columns.number, row.number)} AND ${columns.prunedAt.name} IS NULL`
      const set = join(assignments(own(), only(row, pruned)), ', ')
      return inOrder(
        mustHit(sql`UPDATE ${name} SET ${set} WHERE ${there}`),
        mayHit(sql`DELETE FROM ${events().name} WHERE ${eq(events().columns.seal, row.number)}`),
      )
    },
  } satisfies AuditSealStore)

  async function seals(which: Sql): Promise<readonly AuditSealRow[]> {
    const { columns } = own()
    const { list, read } = select(
      { ...own(), columns: { ...columns, ids: readable(columns.ids) } },
      properties,
    )
    const rows = await at().rows(sql`SELECT ${list} FROM ${own().name} ${which}`)
    return rows.map((row) => read(row))
  }

  async function proven(which: Sql, rows: number): Promise<readonly ProvenEvent[]> {
    const { name, columns } = events()
    const { list, read } = select(events(), storedProperties)
    const found = await at().rows(
      sql`SELECT ${list}, ${columns.mac.name} FROM ${name} WHERE ${which} ORDER BY ${columns.id.name} ${limit(rows)}`,
    )
    return found.map((row) => ({
      event: eventOf(read(row)),
      mac: row.at(-1) === null ? null : String(row.at(-1)),
    }))
  }
}

/** Reads what is no list of ids as an empty one: somebody wrote that, and whoever verifies the seal must come to say so. */
function readable(column: Column): Column {
  return {
    ...column,
    decode(stored) {
      if (stored === null) return null
      try {
        const ids = column.decode(stored)
        return Array.isArray(ids) ? ids.map(String) : []
      } catch {
        return []
      }
    },
  }
}
