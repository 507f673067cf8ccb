import BetterSqlite3 from 'better-sqlite3'
import type { DataSource } from 'typeorm'

/** How a statement reads one of keyward's tables. */
export interface Access {
  readonly table: string
  /** The index that is read, `null` where the whole table is read without one. */
  readonly index: string | null
  /** The index is entered where the wanted rows are; `false` where it is read from one of its ends. */
  readonly seeks: boolean
  /** All that is read is sorted before the first row is known. */
  readonly sorts: boolean
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

/** A step of a plan of SQLite; steps of one SELECT have one `parent`. */
interface Step {
  readonly parent: number
  readonly detail: string
}

/** A plan of PostgreSQL, as far as it is read here. */
interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Parent Relationship'?: string
  readonly Plans?: readonly Node[]
}

/** A row of a plan of MariaDB. */
interface Row {
  readonly table: string | null
  readonly type: string
  readonly key: string | null
  readonly Extra: string
}

const explainers: Readonly<Record<'better-sqlite3' | 'postgres' | 'mariadb', Explainer>> = {
  'better-sqlite3': {
    async record(_dataSource, work) {
      const statements: Statement[] = []
      const { prototype } = BetterSqlite3
      const { prepare } = prototype
      prototype.prepare = function (this: BetterSqlite3.Database, text: string) {
        // Which values are bound does not change a plan.
        const values = text.split('?').slice(1)
        statements.push({ text, values: values.map(() => 'a') })
        return prepare.call(this, text) as never
      }
      await work().finally(() => (prototype.prepare = prepare))
      return statements
    },
    async accesses(dataSource, { text, values }) {
      const steps = await dataSource.query<Step[]>(`EXPLAIN QUERY PLAN ${text}`, [...values])
      return steps.flatMap((step) => accessesOfStep(step, steps))
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
      return row ? accessesIn(row['QUERY PLAN'][0].Plan, { table: '', sorts: false }) : []
    },
  },
  mariadb: {
    record: (dataSource, work) =>
      recordPool((dataSource.driver as unknown as { pool: Pool }).pool, 'getConnection', work),
    async accesses(dataSource, { text, values }) {
      const rows = await dataSource.query<Row[]>(`EXPLAIN ${text}`, [...values])
      return rows.flatMap(({ table, type, key, Extra }) => {
        if (!table?.startsWith('keyward_')) return []
        const index = type === 'ALL' ? null : key
        return [
          { table, index, seeks: index !== null && type !== 'index', sorts: Extra.includes('filesort') },
        ]
      })
    },
  },
}

function accessesOfStep({ parent, detail }: Step, steps: readonly Step[]): readonly Access[] {
  const [, how, table, index = null] =
    /^(SEARCH|SCAN) (keyward_\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? []
  if (table === undefined) return []
  // Where only the last term is sorted, the index gives the others in order.
  const sorts = steps.some((one) => one.parent === parent && one.detail === 'USE TEMP B-TREE FOR ORDER BY')
  return [{ table, index, seeks: how === 'SEARCH', sorts }]
}

function accessesIn(node: Node, above: { table: string; sorts: boolean }): readonly Access[] {
  const type = node['Node Type']
  const table = node['Relation Name'] ?? above.table
  // What stands below a LIMIT is read only as far as it is wanted, and what a subquery reads is not what is sorted.
  const apart = type === 'Limit' || node['Parent Relationship'] === 'SubPlan'
  const sorts = type === 'Sort' || (above.sorts && !apart)
  const below = (node.Plans ?? []).flatMap((one) => accessesIn(one, { table, sorts }))
  if (type === 'Seq Scan') return [{ table, index: null, seeks: false, sorts }, ...below]
  const { 'Index Name': index, 'Index Cond': condition } = node
  return index === undefined ? below : [{ table, index, seeks: condition !== undefined, sorts }, ...below]
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
