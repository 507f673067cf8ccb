import type { SshGrantRecord } from '../../entities/index.js'
import type { SshGrantRow, SshGrantStore } from '../../src/store/ssh-grant.js'
import { inOrder, mayHit, mustHit } from './batch.js'
import { bump, upsert } from './context.js'
import type { InContext } from './context.js'
import { select } from './rows.js'
import type { RawRow } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'group',
  'userId',
  'organizationId',
  'everyone',
  'account',
  'permit',
  'from',
] as const satisfies readonly (keyof SshGrantRow)[]

/** The row of the revision table that counts the changes of the grants. */
const counter = 2

type Find = (groups: readonly string[]) => Promise<readonly RawRow[]>

/** Who may log in where. */
export function sshGrantStore(at: InContext): SshGrantStore {
  const own = (): Table<SshGrantRecord> => at().tables.sshGrant
  // By the number of groups.
  const prepared: Find[] = []

  return Object.freeze<SshGrantStore>({
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
      return inOrder(
        mayHit(upsert(at(), revision, { row: { id: counter, value: 0 }, key: 'id' })),
        move,
        mayHit(sql`DELETE FROM ${own().name}`),
        mayHit(...grants.map((grant, position) => insertion(own(), { ...recordOf(grant), position }))),
      )
    },
  })

  function selecting(where: Sql): Sql {
    const { list } = select(own(), properties)
    return sql`SELECT ${list} FROM ${own().name} WHERE ${where} ORDER BY ${own().columns.position.name}`
  }

  function among(groups: readonly string[]): Sql {
    const values = groups.map((group) => sql`${group}`)
    return sql`${own().columns.group.name} IN (${join(values, ', ')})`
  }

  function toRow(row: RawRow): SshGrantRow {
    // Written by `replace`, from a SshGrantRow.
    return select(own(), properties).read(row) as SshGrantRow
  }
}

function recordOf({ id, group, userId, organizationId, everyone, account, permit, from }: SshGrantRow) {
  return { id, group, userId, organizationId, everyone, account, permit, from }
}
