import BetterSqlite3 from 'better-sqlite3'
import type { DataSource } from 'typeorm'

/** How a statement reads one of keyward's tables: by an index, or `null` where it reads the whole of it. */
export interface Access {
  readonly table: string
  readonly index: string | null
}

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Tells how the statements that some work runs read keyward's tables, as the database plans them. The store must be a new one, since
 * SQLite's engine prepares a statement only once.
 */
export async function plansOf(
  dataSource: DataSource,
  work: () => Promise<unknown>,
): Promise<readonly (Statement & { readonly accesses: readonly Access[] })[]> {
  const statements = (await explainerOf(dataSource).record(dataSource, work)).filter(({ text }) =>
    text.startsWith('SELECT'),
  )
  const planned = []
  for (const statement of statements) {
    planned.push({ ...statement, accesses: await planOf(dataSource, statement) })
  }
  return planned
}

/** Tells how one statement reads keyward's tables. */
export function planOf(dataSource: DataSource, statement: Statement): Promise<readonly Access[]> {
  return explainerOf(dataSource).accesses(dataSource, statement)
}

function explainerOf({ options }: DataSource): Explainer {
  // The tests run on these three.
  return explainers[options.type as keyof typeof explainers]
}

interface Explainer {
  record(dataSource: DataSource, work: () => Promise<unknown>): Promise<readonly Statement[]>
  accesses(dataSource: DataSource, statement: Statement): Promise<readonly Access[]>
}

/** A plan of PostgreSQL, as far as it is read here. */
interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Node[]
}

const explainers: Readonly<Record<'better-sqlite3' | 'postgres' | 'mariadb', Explainer>> = {
  'better-sqlite3': {
    async record(_dataSource, work) {
      const statements: Statement[] = []
      const { prototype } = BetterSqlite3
      const { prepare } = prototype
      prototype.prepare = function (this: BetterSqlite3.Database, text: string) {
        // Which values are bound does not change a plan.
        statements.push({
          text,
          values: text
            .split('?')
            .slice(1)
            .map(() => 'a'),
        })
        return prepare.call(this, text) as never
      }
      await work().finally(() => (prototype.prepare = prepare))
      return statements
    },
    async accesses(dataSource, { text, values }) {
      const rows = await dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${text}`, [...values])
      return rows.flatMap(({ detail }) => {
        const [, how = '', table = '', index = null] =
          /^(SEARCH|SCAN) (keyward_\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? []
        return table === '' ? [] : [{ table, index: how === 'SEARCH' ? (index ?? 'the primary key') : null }]
      })
    },
  },
  postgres: {
    record: (dataSource, work) =>
      recordPool((dataSource.driver as unknown as { master: Pool }).master, 'connect', work),
    async accesses(dataSource, { text, values }) {
      const [row] = await dataSource.query<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(
        `EXPLAIN (FORMAT JSON) ${text}`,
        [...values],
      )
      return row ? accessesIn(row['QUERY PLAN'][0].Plan) : []
    },
  },
  mariadb: {
    record: (dataSource, work) =>
      recordPool((dataSource.driver as unknown as { pool: Pool }).pool, 'getConnection', work),
    async accesses(dataSource, { text, values }) {
      const rows = await dataSource.query<{ table: string | null; type: string; key: string | null }[]>(
        `EXPLAIN ${text}`,
        [...values],
      )
      return rows.flatMap(({ table, type, key }) =>
        table?.startsWith('keyward_')
          ? [{ table, index: type === 'ALL' || type === 'index' ? null : key }]
          : [],
      )
    },
  },
}

function accessesIn(node: Node, above = ''): readonly Access[] {
  const table = node['Relation Name'] ?? above
  const below = (node.Plans ?? []).flatMap((one) => accessesIn(one, node['Relation Name'] ?? ''))
  if (node['Node Type'] === 'Seq Scan') return [{ table, index: null }, ...below]
  return node['Index Name'] === undefined ? below : [{ table, index: node['Index Name'] }, ...below]
}

type Connected = (error: unknown, connection: object | undefined, ...rest: unknown[]) => void
type Pool = Record<'connect' | 'getConnection', (done: Connected) => void>

/** Records what is sent over the connections of a pool of pg or of mysql2. */
async function recordPool(
  pool: Pool,
  method: keyof Pool,
  work: () => Promise<unknown>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = []
  const original = pool[method]
  pool[method] = (done) => {
    original.call(pool, (error, connection, ...rest) => {
      done(error, connection && recording(connection, statements), ...rest)
    })
  }
  await work().finally(() => (pool[method] = original))
  return statements
}

function recording(connection: object, statements: Statement[]): object {
  return new Proxy(connection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...given: unknown[]): unknown => {
        if (name === 'query' || name === 'execute') statements.push(statementIn(given))
        return Reflect.apply(value, target, given)
      }
    },
  })
}

function statementIn([query, values]: readonly unknown[]): Statement {
  const { text, sql, values: own } = query as { text?: string; sql?: string; values?: readonly unknown[] }
  return { text: text ?? sql ?? '', values: own ?? (Array.isArray(values) ? values : []) }
}
