import type { Context } from './context.js'
import { byDigest } from './by-digest.js'
import { planFor } from './held-plan.js'
import type { Credential, Found, Kind, Owners, Plan } from './held-plan.js'
import { limit, select, under } from './rows.js'
import type { RawRow } from './rows.js'
import { raw, sql } from './sql.js'
import type { Sql } from './sql.js'

/** Finds credentials together with all that a decision about them needs. */
export interface Finder<Row> {
  byDigest(digests: readonly string[]): Promise<Found<Row> | null>
  scan(after: string | null, rows: number): Promise<readonly Found<Row>[]>
  /** As `scan`, but what was written a moment ago may be missing. */
  scanReplica(after: string | null, rows: number): Promise<readonly Found<Row>[]>
}

type Run = (digests: readonly string[]) => Promise<RawRow | undefined>

/** Makes the finder of one kind of credential. */
export function finder<Row extends Credential>(owners: Owners, kind: Kind<Row>): Finder<Row> {
  let plan: Plan<Row> | undefined
  const present = lookUpBy(kind.present)
  const previous = kind.previous && lookUpBy(kind.previous)

  function planned(): Plan<Row> {
    return (plan ??= planFor(owners, kind))
  }

  function lookUpBy(property: keyof Row & string): Run {
    // By the number of digests: one for each of the host's secrets.
    const prepared: Run[] = []
    return (digests) => {
      const run = (prepared[digests.length] ??= planned().context.prepare(
        planned().around(having(planned(), kind, { property, digests })),
      ))
      return run(digests)
    }
  }

  return Object.freeze<Finder<Row>>({
    async byDigest(digests) {
      if (digests.length === 0) return null
      // One statement finds a present secret. The previous one is asked for apart: as a second half of the same
      // statement it made every look-up a third dearer on SQLite, and twice as dear on MariaDB.
      const row = (await present(digests)) ?? (await previous?.(digests))
      return row ? planned().read(row) : null
    },
    scan: (after, rows) => scanning(planned().context.rows, after, rows),
    scanReplica: (after, rows) => scanning(planned().context.rowsFromReplica, after, rows),
  })

  async function scanning(
    rowsOf: Context['rows'],
    after: string | null,
    rows: number,
  ): Promise<readonly Found<Row>[]> {
    const { around, read, columns } = planned()
    const found: Found<Row>[] = []
    for (let last = after; found.length < rows;) {
      const wanted = rows - found.length
      const inner = oldestFirst(planned(), kind, { after: last, rows: wanted })
      const batch = await rowsOf(sql`${around(inner)} ORDER BY ${under('k', idOf(planned(), kind))}`)
      for (const row of batch) {
        // A host's user may be gone: the row is passed over, and the next take its place.
        const one = await read(row)
        if (one) found.push(one)
      }
      const end = batch.at(-1)
      if (!end || batch.length < wanted) break
      last = columns.read(end).id
    }
    return found
  }
}

function having<Row extends Credential>(
  plan: Plan<Row>,
  kind: Kind<Row>,
  { property, digests }: { property: keyof Row & string; digests: readonly string[] },
): Sql {
  const table = kind.table(plan.context.tables)
  const { list } = select(table, kind.properties)
  const where = byDigest(plan.context, table.columns[property], digests)
  return sql`SELECT ${list} FROM ${table.name} WHERE ${where}`
}

function oldestFirst<Row extends Credential>(
  plan: Plan<Row>,
  kind: Kind<Row>,
  { after, rows }: { after: string | null; rows: number },
): Sql {
  const table = kind.table(plan.context.tables)
  const { list } = select(table, kind.properties)
  const { id } = table.columns
  const newer = after === null ? raw('1 = 1') : sql`${id.name} > ${id.encode(after)}`
  return sql`SELECT ${list} FROM ${table.name} WHERE ${newer} ORDER BY ${id.name} ${limit(rows)}`
}

function idOf<Row extends Credential>(plan: Plan<Row>, kind: Kind<Row>): Sql {
  return kind.table(plan.context.tables).columns.id.name
}
