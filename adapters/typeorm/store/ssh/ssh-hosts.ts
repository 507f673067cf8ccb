import type { SshHostRecord } from '../../../../entities/index.js'
import { sshHostTable } from '../../../../entities/ssh-host.js'
import type { SshHostRow, SshHostStore } from '../../../../src/store/ssh-host.js'
import type { PreparedWrite } from '../../engine/batch.js'
import { mayHit, mustHit, revoking } from '../../engine/batch.js'
import { changes, eq, insertion } from '../../query/changes.js'
import type { AllOf } from '../../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../../query/properties.js'
import type { RawRow } from '../../query/rows.js'
import { limit, page, select } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { InContext } from '../context.js'
import { byDigest, moveDigest } from '../credential/credentials.js'

const properties: AllOf<SshHostRow> = propertiesBut(sshHostTable, 'version')
const updatable: AllOf<Required<Parameters<SshHostStore['update']>[1]>> = propertiesOf(
  sshHostTable,
  'name',
  'nameKey',
  'groups',
  'cidrs',
  'disabled',
)
const inRotation: AllOf<Parameters<SshHostStore['rotate']>[1]> = propertiesOf(
  sshHostTable,
  'digest',
  'keyId',
  'previousDigest',
  'previousUntil',
)

type Read = (digests: readonly string[]) => Promise<RawRow | undefined>

/** Stores the hosts that may ask for authorized keys. */
export function sshHostStore(at: InContext): SshHostStore {
  const own = (): Table<SshHostRecord> => at().tables.sshHost
  const present = lookUpBy('digest')
  const previous = lookUpBy('previousDigest')

  return Object.freeze({
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
    insert: (row) => mayHit(insertion(own(), row)),
    update: (id, patch) => change(id, only(patch, updatable), raw('')),
    rotate: ({ id, digest }, to) =>
      change(id, only(to, inRotation), sql` AND ${eq(own().columns.digest, digest)}`),
    seen(id, at, redigest) {
      const { id: host, lastSeenAt } = own().columns
      const note = sql`UPDATE ${own().name} SET ${eq(lastSeenAt, at)} WHERE ${eq(host, id)} AND (${lastSeenAt.name} IS NULL OR ${lastSeenAt.name} < ${at})`
      return redigest ? mayHit(note, moveDigest(own(), id, redigest)) : mayHit(note)
    },
    remove: (id) => revoking(mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`)),
  } satisfies SshHostStore)

  /** Prepares a statement for each number of digests, of which there is one for each of the app's secrets. */
  function lookUpBy(property: 'digest' | 'previousDigest'): Read {
    const prepared: Read[] = []
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
    return revoking(
      mustHit(
        sql`UPDATE ${own().name} SET ${changes(own(), patch)} WHERE ${eq(own().columns.id, id)}${condition}`,
      ),
    )
  }
}
