import type { SshHostRecord } from '../../entities/index.js'
import type { SshHostRow, SshHostStore } from '../../src/store/ssh-host.js'
import { byDigest } from './by-digest.js'
import { mayHit, mustHit } from './batch.js'
import type { PreparedWrite } from './batch.js'
import { bump } from './context.js'
import type { InContext } from './context.js'
import { moveDigest } from './credentials.js'
import { limit, page, select } from './rows.js'
import type { RawRow } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'name',
  'nameKey',
  'groups',
  'cidrs',
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
  'createdAt',
  'lastSeenAt',
  'disabled',
] as const satisfies readonly (keyof SshHostRow)[]

type Find = (digests: readonly string[]) => Promise<RawRow | undefined>

/** Hosts that may ask for authorized keys. */
export function sshHostStore(at: InContext): SshHostStore {
  const own = (): Table<SshHostRecord> => at().tables.sshHost
  const present = lookUpBy('digest')
  const previous = lookUpBy('previousDigest')

  return Object.freeze<SshHostStore>({
    async byDigest(digests) {
      if (digests.length === 0) return null
      const row = (await present(digests)) ?? (await previous(digests))
      return row ? select(own(), properties).read(row) : null
    },
    byId: async (id) => (await find(eq(own().columns.id, id), raw('')))[0] ?? null,
    async list(request) {
      const { id } = own().columns
      const older = request.before === null ? raw('1 = 1') : sql`${id.name} < ${id.encode(request.before)}`
      const rows = await find(older, sql` ORDER BY ${id.name} DESC ${limit(request.limit + 1)}`)
      return page(rows, request.limit)
    },
    insert: (row) => mayHit(insertion(own(), recordOf(row))),
    update: (id, { name, nameKey, groups, cidrs, disabled }) =>
      change(id, { name, nameKey, groups, cidrs, disabled }, raw('')),
    rotate: ({ id, digest: from }, { digest, keyId, previousDigest, previousUntil }) =>
      change(
        id,
        { digest, keyId, previousDigest, previousUntil },
        sql` AND ${eq(own().columns.digest, from)}`,
      ),
    seen(id, at, redigest) {
      const { id: host, lastSeenAt } = own().columns
      const note = sql`UPDATE ${own().name} SET ${eq(lastSeenAt, at)} WHERE ${eq(host, id)} AND (${lastSeenAt.name} IS NULL OR ${lastSeenAt.name} < ${at})`
      return redigest ? mayHit(note, moveDigest(own(), id, redigest)) : mayHit(note)
    },
    remove: (id) => mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`),
  })

  /** By the number of digests: one for each of the app's secrets. */
  function lookUpBy(property: 'digest' | 'previousDigest'): Find {
    const prepared: Find[] = []
    return (digests) => {
      const run = (prepared[digests.length] ??= at().prepare(
        selecting(byDigest(at(), own().columns[property], digests), raw('')),
      ))
      return run(digests)
    }
  }

  async function find(where: Sql, rest: Sql): Promise<readonly SshHostRow[]> {
    const rows = await at().rows(selecting(where, rest))
    const { read } = select(own(), properties)
    return rows.map((row) => read(row))
  }

  function selecting(where: Sql, rest: Sql): Sql {
    return sql`SELECT ${select(own(), properties).list} FROM ${own().name} WHERE ${where}${rest}`
  }

  function change(id: string, patch: Partial<SshHostRecord>, condition: Sql): PreparedWrite {
    const changes = [...assignments(own(), patch), bump(own(), own().columns.version)]
    return mustHit(
      sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${eq(own().columns.id, id)}${condition}`,
    )
  }
}

function recordOf(row: SshHostRow): SshHostRecord {
  const kept = Object.fromEntries(properties.map((property) => [property, row[property]]))
  // Built from the list of all properties of the record but the version.
  return { ...kept, version: 0 } as unknown as SshHostRecord
}
