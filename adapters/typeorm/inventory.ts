import type {
  CredentialFilter,
  CredentialKind,
  CredentialRow,
  CredentialStore,
} from '../../src/store/credential.js'
import type { Held } from '../../src/store/held.js'
import { planFor } from './held-plan.js'
import type { Credential, Kind, Owners, Plan } from './held-plan.js'
import { limit, select, under } from './rows.js'
import { join, sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq } from './tables.js'
import type { Tables } from './tables.js'

/** Where each kind keeps what all kinds have; `null` = it has none. */
interface Shape {
  readonly table: 'apiKey' | 'token' | 'sshKey' | 'session'
  readonly name: 'name' | null
  readonly hint: 'hint' | 'fingerprint' | null
  readonly issuedAt: 'issuedAt' | 'createdAt'
  readonly lastUsedAt: 'lastUsedAt' | 'lastOfferedAt' | 'lastSeenAt'
}

const shapes: Readonly<Record<CredentialKind, Shape>> = {
  api_key: { table: 'apiKey', name: 'name', hint: 'hint', issuedAt: 'issuedAt', lastUsedAt: 'lastUsedAt' },
  token: { table: 'token', name: 'name', hint: 'hint', issuedAt: 'createdAt', lastUsedAt: 'lastUsedAt' },
  ssh_key: {
    ...{ table: 'sshKey', name: 'name', hint: 'fingerprint' },
    ...{ issuedAt: 'createdAt', lastUsedAt: 'lastOfferedAt' },
  },
  session: { table: 'session', name: null, hint: null, issuedAt: 'createdAt', lastUsedAt: 'lastSeenAt' },
}

/** A row of any of the four tables: which of these it has, depends on the kind. */
interface Stored extends Credential {
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly name: string | null
  readonly hint: string
  readonly fingerprint: string
  readonly issuedAt: number
  readonly lastUsedAt: number | null
  readonly lastOfferedAt: number | null
  readonly lastSeenAt: number
}

/** Credentials of all kinds and users. */
export function credentialStore(owners: Owners): CredentialStore {
  const plans = new Map<CredentialKind, Plan<Stored>>()

  return Object.freeze<CredentialStore>({
    async list(filter, { limit: rows, before }) {
      const plan = planOf(filter.kind)
      const { id } = tableOf(plan.context.tables, filter.kind).columns
      const older = before === null ? [] : [sql`${id.name} < ${id.encode(before)}`]
      const where = [...conditions(plan.context.tables, filter), ...older]
      const inner = sql`${selection(plan, filter.kind)} WHERE ${join(where, ' AND ')} ORDER BY ${id.name} DESC ${limit(rows)}`
      const stored = await plan.context.rows(sql`${plan.around(inner)} ORDER BY ${under('k', id.name)} DESC`)
      const found: Held<CredentialRow>[] = []
      for (const row of stored) {
        const held = await plan.read(row)
        if (held) found.push(heldOf(filter.kind, held))
      }
      const end = stored.at(-1)
      return { found, last: end && stored.length === rows ? plan.columns.read(end).id : null }
    },

    async byId(kind, id) {
      const plan = planOf(kind)
      const { columns } = tableOf(plan.context.tables, kind)
      const inner = sql`${selection(plan, kind)} WHERE ${eq(columns.id, id)}`
      const [stored] = await plan.context.rows(plan.around(inner))
      const held = stored && (await plan.read(stored))
      return held ? heldOf(kind, held) : null
    },
  })

  function planOf(kind: CredentialKind): Plan<Stored> {
    const plan = plans.get(kind) ?? planFor(owners, kindOf(kind))
    plans.set(kind, plan)
    return plan
  }
}

function kindOf(kind: CredentialKind): Kind<Stored> {
  const { name, hint, issuedAt, lastUsedAt } = shapes[kind]
  const all = ['id', 'userId', 'createdAt', 'expiresAt', name, hint, issuedAt, lastUsedAt] as const
  const properties = [...new Set(all)].filter((property) => property !== null)
  return { table: (tables) => tableOf(tables, kind), properties, present: 'id' }
}

function tableOf(tables: Tables, kind: CredentialKind): ReturnType<Kind<Stored>['table']> {
  // The properties that a shape names are columns of its table.
  return tables[shapes[kind].table] as unknown as ReturnType<Kind<Stored>['table']>
}

function selection({ context }: Plan<Stored>, kind: CredentialKind): Sql {
  const { table, properties } = kindOf(kind)
  const { list } = select(table(context.tables), properties)
  return sql`SELECT ${list} FROM ${table(context.tables).name}`
}

function conditions(
  tables: Tables,
  { kind, userId, unusedSince, endedSince, seenSince }: CredentialFilter,
): readonly Sql[] {
  const { columns } = tableOf(tables, kind)
  const last = sql`COALESCE(${columns[shapes[kind].lastUsedAt].name}, ${columns.createdAt.name})`
  const end = columns.expiresAt.name
  return [
    sql`(${end} IS NULL OR ${end} > ${endedSince})`,
    ...(userId === undefined ? [] : [eq(columns.userId, userId)]),
    ...(unusedSince === undefined ? [] : [sql`${last} < ${unusedSince}`]),
    ...(seenSince === undefined ? [] : [sql`${last} >= ${seenSince}`]),
  ]
}

function heldOf(kind: CredentialKind, { row, owner, policies }: Held<Stored>): Held<CredentialRow> {
  const { name, hint, issuedAt, lastUsedAt } = shapes[kind]
  const { id, userId, createdAt, expiresAt } = row
  return {
    row: {
      ...{ kind, id, userId, createdAt, expiresAt },
      name: name && row[name],
      hint: hint && row[hint],
      issuedAt: row[issuedAt],
      lastUsedAt: row[lastUsedAt],
    },
    owner,
    policies,
  }
}
