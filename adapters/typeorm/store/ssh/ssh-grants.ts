import type { SshGrantRecord } from '../../../../entities/index.js'
import { sshGrantTable } from '../../../../entities/ssh-grant.js'
import type { SshGrantRow, SshGrantStore } from '../../../../src/store/ssh-grant.js'
import { inOrder, mayHit, mustHit, revoking } from '../../engine/batch.js'
import { bump, eq, insertion } from '../../query/changes.js'
import type { AllOf } from '../../query/properties.js'
import { propertiesBut } from '../../query/properties.js'
import type { RawRow } from '../../query/rows.js'
import { select } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { InContext } from '../context.js'
import { upsert } from '../context.js'
import { moveMac } from '../credential/credentials.js'

const properties: AllOf<SshGrantRow> = propertiesBut(sshGrantTable)

/** The row of the revision table that counts the changes of the grants. */
const counter = 2

type Read = (groups: readonly string[]) => Promise<readonly RawRow[]>

/** Stores who may log in where. */
export function sshGrantStore(at: InContext): SshGrantStore {
  const own = (): Table<SshGrantRecord> => at().tables.sshGrant
  // A statement for each number of groups.
  const prepared: Read[] = []

  return Object.freeze({
    async read() {
      const { revision } = at().tables
      const [count] = await at().rows(
        sql`SELECT ${revision.columns.value.name} FROM ${revision.name} WHERE ${eq(revision.columns.id, counter)}`,
      )
      const grants = await at().rows(selecting(raw('1 = 1')))
      return { grants: grants.map(toRow), version: Number(count?.[0] ?? 0) }
    },
    async forGroups(groups) {
      if (groups.length === 0) return []
      const run = (prepared[groups.length] ??= at().prepareAll(selecting(among(groups))))
      return (await run(groups)).map(toRow)
    },
    replace(grants, version) {
      const { revision } = at().tables
      const { id, value } = revision.columns
      const move = mustHit(
        sql`UPDATE ${revision.name} SET ${bump(revision, value)} WHERE ${eq(id, counter)} AND ${eq(value, version)}`,
      )
      const all = inOrder(
        mayHit(upsert(at(), revision, { row: { id: counter, value: 0 }, key: 'id' })),
        move,
        mayHit(sql`DELETE FROM ${own().name}`),
        mayHit(...grants.map((grant) => insertion(own(), grant))),
      )
      return revoking(all)
    },
    used: (id, remac) => (remac ? mayHit(moveMac(own(), id, remac)) : mayHit()),
  } satisfies SshGrantStore)

  function selecting(where: Sql): Sql {
    const { list } = select(own(), properties)
    return sql`SELECT ${list} FROM ${own().name} WHERE ${where} ORDER BY ${own().columns.position.name}`
  }

  function among(groups: readonly string[]): Sql {
    const values = groups.map((group) => sql`${group}`)
    return sql`${own().columns.group.name} IN (${join(values, ', ')})`
  }

  function toRow(row: RawRow): SshGrantRow {
    return select(own(), properties).read(row)
  }
}
