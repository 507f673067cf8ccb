import type { DataSource, QueryRunner, Table } from 'typeorm'

/** A statement as TypeORM keeps it in memory. */
export interface Recorded {
  readonly query: string
  readonly parameters?: readonly unknown[] | undefined
}

/** A runner that changes nothing: it notes what it would write, and knows what would then be there. */
export interface Recording {
  readonly runner: QueryRunner
  /** What was noted so far. */
  noted(): readonly Recorded[]
  /** Forgets what was noted after the first `length` statements, and all that it would have changed since. */
  backTo(mark: Mark): void
  /** Remembers where the recording stands. */
  mark(): Mark
}

/** A place in a recording. */
interface Mark {
  readonly length: number
  readonly tables: ReadonlyMap<string, Table | null>
}

/** What TypeORM declares for its own classes alone, and calls for each table that it looks at. */
interface Looking {
  loadTables(paths?: readonly string[]): Promise<Table[]>
  loadedTables: Table[]
  cachedTablePaths: Record<string, string>
}

const reading = /^\s*\(?\s*(SELECT|SHOW|PRAGMA|EXPLAIN|DESCRIBE|VALUES|WITH)\b/i
const writing = /\b(INSERT|UPDATE|DELETE|INTO|LOCK)\b/i

/** Tells whether a statement only reads, by how it begins. */
export function isRead(query: string): boolean {
  const [word = ''] = reading.exec(query) ?? []
  if (word === '') return false
  if (/PRAGMA/i.test(word)) return !query.includes('=')
  return !/WITH|EXPLAIN/i.test(word) || !writing.test(query)
}

/**
 * Makes one on top of a runner, which stays as it is: SQLite's is the app's own. TypeORM's schema calls write to its SQL memory; what they
 * look at is the database as it would be by then.
 */
export function recordingRunner(dataSource: DataSource, base: QueryRunner): Recording {
  // An object made from a runner is one, with a memory of its own.
  const runner = Object.create(base) as QueryRunner & Looking
  runner.loadedTables = []
  runner.cachedTablePaths = {}
  runner.enableSqlMemory()
  /** The tables that were looked at or made, by the path they were found at; `null` = taken away. */
  let tables = new Map<string, Table | null>()
  const load = runner.loadTables.bind(runner)
  const { createTable, dropTable, hasTable, hasColumn } = runner

  const query = async (text: string, parameters?: unknown[], structured?: true): Promise<unknown> => {
    if (!isRead(text)) {
      note({ query: text, parameters })
      return []
    }
    const answer: unknown = await (structured
      ? base.query(text, parameters, structured)
      : base.query(text, parameters))
    return answer
  }
  // TypeORM declares what comes back as `any`, in several ways.
  runner.query = query as QueryRunner['query']
  runner.loadTables = async (paths) => {
    if (!paths) return load()
    const found = await Promise.all(paths.map((path) => look(path)))
    return found.flatMap((table) => (table ? [table] : []))
  }
  runner.hasTable = async (table) => {
    const known = knownAt(pathOf(table))
    return known === undefined ? hasTable.call(runner, table) : known !== null
  }
  runner.hasColumn = async (table, column) => {
    const known = knownAt(pathOf(table))
    if (known === undefined) return hasColumn.call(runner, table, column)
    return known?.findColumnByName(column) !== undefined
  }
  runner.createTable = async (table, ifNotExist, ...further) => {
    if (ifNotExist && (await runner.hasTable(table))) return
    await createTable.call(runner, table, false, ...further)
    tables.set(pathOf(table), table.clone())
  }
  runner.dropTable = async (table, ...further) => {
    const path = pathOf(table)
    await dropTable.call(runner, table, ...further)
    tables.set(path, null)
  }

  return Object.freeze({
    runner,
    noted: () => [...runner.getMemorySql().upQueries],
    mark: () => ({ length: runner.getMemorySql().upQueries.length, tables: copied() }),
    backTo(mark) {
      runner.getMemorySql().upQueries.length = mark.length
      tables = new Map(mark.tables)
      runner.loadedTables = []
    },
  } satisfies Recording)

  function note({ query, parameters }: Recorded): void {
    const { upQueries } = runner.getMemorySql()
    // TypeORM exports no maker of these, and reads nothing else of them.
    upQueries.push({ query, parameters } as (typeof upQueries)[number])
  }

  async function look(path: string): Promise<Table | null> {
    const known = knownAt(pathOf(path))
    if (known !== undefined) return known
    const [found] = await load([path])
    if (found) tables.set(pathOf(found), found)
    return found ?? null
  }

  /** What would be at a path; `undefined` = what is there in the database. A table may have been renamed since it was looked at. */
  function knownAt(path: string): Table | null | undefined {
    const now = [...tables.values()].find((table) => table && pathOf(table) === path)
    return now ?? (tables.has(path) ? null : undefined)
  }

  function pathOf(table: Table | string): string {
    const { driver } = dataSource
    const { tableName, schema, database } = driver.parseTableName(table)
    return driver.buildTableName(tableName, schema, database)
  }

  function copied(): Map<string, Table | null> {
    return new Map([...tables].map(([path, table]) => [path, table && table.clone()]))
  }
}
