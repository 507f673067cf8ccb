import type { RawRow } from '../../query/rows.js'
import { limit, under } from '../../query/rows.js'
import { raw, sql } from '../../query/sql.js'
import type { Context } from '../context.js'
import type {
  StoredCredential,
  FoundCredential,
  CredentialTable,
  OwnerSource,
  CredentialQuery,
} from './credential-query.js'
import { credentialQuery } from './credential-query.js'
import { byDigest } from './credentials.js'

/** Finds credentials together with all that a decision about them needs. */
interface CredentialsInTable<Row> {
  byDigest(digests: readonly string[]): Promise<FoundCredential<Row> | null>
  scan(after: string | null, rows: number): Promise<readonly FoundCredential<Row>[]>
  /** As `scan`, but what was written a moment ago may be missing. */
  scanReplica(after: string | null, rows: number): Promise<readonly FoundCredential<Row>[]>
}

type Run = (digests: readonly string[]) => Promise<RawRow | undefined>

/** Makes the finder of the credentials in one table. */
export function credentialFinder<Row extends StoredCredential>(
  owners: OwnerSource,
  source: CredentialTable<Row>,
): CredentialsInTable<Row> {
  let prepared: CredentialQuery<Row> | undefined
  const present = lookUpBy(source.present)
  const previous = source.previous && lookUpBy(source.previous)

  return Object.freeze({
    async byDigest(digests) {
      if (digests.length === 0) return null
      // One statement finds a present secret. The previous one is asked for apart: as a second half of the same
      // statement it made every look-up a third dearer on SQLite, and twice as dear on MariaDB.
      const row = (await present(digests)) ?? (await previous?.(digests))
      return row ? query().read(row) : null
    },
    scan: (after, rows) => scanning(query().context.rows, after, rows),
    scanReplica: (after, rows) => scanning(query().context.rowsFromReplica, after, rows),
  } satisfies CredentialsInTable<Row>)

  function query(): CredentialQuery<Row> {
    return (prepared ??= credentialQuery(owners, source))
  }

  function lookUpBy(property: keyof Row & string): Run {
    // A statement for each number of digests, of which there is one for each of the host's secrets.
    const runs: Run[] = []
    return (digests) => {
      const { context, table, select, around } = query()
      const run = (runs[digests.length] ??= context.prepare(
        around(select(sql`WHERE ${byDigest(context, table.columns[property], digests)}`)),
      ))
      return run(digests)
    }
  }

  async function scanning(
    rowsOf: Context['rows'],
    after: string | null,
    rows: number,
  ): Promise<readonly FoundCredential<Row>[]> {
    const { table, select, around, read, columns } = query()
    const { id } = table.columns
    const found: FoundCredential<Row>[] = []
    for (let last = after; found.length < rows;) {
      const wanted = rows - found.length
      const newer = last === null ? raw('1 = 1') : sql`${id.name} > ${id.encode(last)}`
      const oldest = select(sql`WHERE ${newer} ORDER BY ${id.name} ${limit(wanted)}`)
      const batch = await rowsOf(sql`${around(oldest)} ORDER BY ${under('k', id.name)}`)
      for (const row of batch) {
        // The user of a host may be gone: such a row is passed over, and one of the next takes its place.
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
