import type { CountedPage, ListPlace, ListPosition } from '../../../../src/store/page.js'
import type { Column } from '../../query/column.js'
import type { AllOf } from '../../query/properties.js'
import type { RawRow } from '../../query/rows.js'
import { limit, select } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { Context } from '../context.js'

/** An order of rows. The id decides between rows with equal values, unless there are none, and alone where there is no `value`. */
export interface ListOrder {
  /** What is sorted by: an expression that is never NULL. */
  readonly value: Sql | null
  /** No two rows have the same value, so that an index of the value alone gives the order. */
  readonly unique?: true
  readonly descending: boolean
  /** Reads the value as drivers answer it. */
  decode(stored: unknown): string | number
}

/** Which rows of a table are wanted, and which page of them. */
interface Asked<Row> {
  readonly properties: AllOf<Row>
  /** All that fit; at least one. */
  readonly where: readonly Sql[]
  readonly order: ListOrder
  readonly at: ListPosition | null
  readonly limit: number
}

/** Reads one page of a table's rows, with the number of all that fit. */
export async function countedList<Row extends { id: string }>(
  context: Context,
  table: Table<NoInfer<Row>> & Table<{ id: string }>,
  asked: Asked<Row>,
): Promise<CountedPage<Row>> {
  const { properties, order, limit: most } = asked
  const { id } = table.columns
  const where = join(asked.where, ' AND ')
  const { list, width, read } = select(table, properties)

  // How many fit in all does not depend on the rows where the first page is asked for.
  const counting = asked.at === null ? counted(null, null) : null
  // Should the rows fail first, nobody would handle that this does.
  counting?.catch(() => undefined)
  const found = await rowsAt(asked.at)
  // What is before the second page may have become less than a page: it is the first page then, whole.
  const tooFew = asked.at?.side === 'before' && found.length <= most
  return tooFew ? page(await rowsAt(null), null) : page(found, asked.at)

  async function rowsAt(at: ListPosition | null): Promise<readonly RawRow[]> {
    const where_ = at ? sql`${where} AND ${beyond(order, id, at)}` : where
    const rows = sql`SELECT ${list}, ${order.value ?? id.name} FROM ${table.name} WHERE ${where_}`
    return context.rows(sql`${rows} ORDER BY ${by(order, id, at)} ${limit(most + 1)}`)
  }

  async function page(raw: readonly RawRow[], at: ListPosition | null): Promise<CountedPage<Row>> {
    const backwards = at?.side === 'before'
    const shown = backwards ? raw.slice(0, most).reverse() : raw.slice(0, most)
    const rows = shown.map((row) => read(row))
    const places = shown.map((row, i) => ({ value: order.decode(row[width]), id: rows[i]?.id ?? '' }))
    const [first = null, last = null] = [places[0], places.at(-1)]
    const { total, preceding } = await (counting ?? counted(at, first))
    const more = backwards ? preceding + rows.length < total : raw.length > most
    return { rows, more, total, preceding, first, last }
  }

  async function counted(
    at: ListPosition | null,
    first: ListPlace | null,
  ): Promise<{ total: number; preceding: number }> {
    const before = at && first ? beyond(order, id, { ...first, side: 'before' }) : null
    const preceding = before ? sql`COUNT(CASE WHEN ${before} THEN 1 END)` : raw('0')
    const [row = []] = await context.rows(
      sql`SELECT COUNT(*), ${preceding} FROM ${table.name} WHERE ${where}`,
    )
    const total = Number(row[0])
    return { total, preceding: at && !first ? total : Number(row[1]) }
  }
}

/** Writes the condition that a row is on one side of a place. */
function beyond({ value, unique, descending }: ListOrder, id: Column, { side, ...place }: ListPosition): Sql {
  const sign = raw(descending === (side === 'after') ? '<' : '>')
  if (!value) return sql`${id.name} ${sign} ${id.encode(place.id)}`
  if (unique) return sql`${value} ${sign} ${place.value}`
  return sql`(${value}, ${id.name}) ${sign} (${place.value}, ${id.encode(place.id)})`
}

/** Writes the order in which rows are read: the other way round where the page lies before a place. */
function by({ value, unique, descending }: ListOrder, id: Column, at: ListPosition | null): Sql {
  const direction = raw(descending === (at?.side !== 'before') ? 'DESC' : 'ASC')
  const last = sql`${id.name} ${direction}`
  if (!value) return last
  return unique ? sql`${value} ${direction}` : sql`${value} ${direction}, ${last}`
}
