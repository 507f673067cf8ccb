import Database from 'better-sqlite3'
import pg from 'pg'
import { connect } from './database.js'
import type { Place } from './database.js'

/** What this process has asked of its databases, by whatever library. */
export interface Asked {
  /** Statements but the glances. */
  readonly statements: number
  /** `PRAGMA data_version`, by which a SQLite file is asked whether anybody has committed: no table is read. */
  readonly glances: number
  /** Rows written to SQLite. */
  readonly writes: number
}

type Callable = (...args: unknown[]) => unknown
type Methods = Record<string, Callable>

const changesText = 'SELECT total_changes()'

/** Counts from now on, in the drivers themselves; answers what it has counted so far. */
export function countStatements(): () => Asked {
  let statements = 0
  let glances = 0
  /** What each handle had written when it was first seen. */
  const writtenBefore = new Map<Database.Database, number>()
  const probe = new Database(':memory:')
  for (const method of ['get', 'all', 'run', 'iterate']) {
    wrap(Object.getPrototypeOf(probe.prepare('SELECT 1')) as Methods, method, (statement) => {
      const { database, source } = statement as Database.Statement
      if (source === changesText) return
      if (!writtenBefore.has(database)) writtenBefore.set(database, changesOf(database))
      if (/^\s*PRAGMA data_version/i.test(source)) glances++
      else statements++
    })
  }
  probe.close()
  wrap(pg.Client.prototype as unknown as Methods, 'query', () => {
    statements++
  })
  return () => {
    const writes = [...writtenBefore].map(([database, before]) => changesOf(database) - before)
    return { statements, glances, writes: writes.reduce((sum, n) => sum + n, 0) }
  }
}

/** Rows written to the tables of a PostgreSQL database so far, by connections that have ended. */
export async function rowsWritten(place: Place): Promise<number> {
  const dataSource = await connect(place)
  const [row] = await dataSource.query<{ n: string }[]>(
    'SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) AS n FROM pg_stat_user_tables',
  )
  await dataSource.destroy()
  return Number(row?.n ?? NaN)
}

function changesOf(database: Database.Database): number {
  return Number(database.prepare(changesText).pluck().get())
}

function wrap(owner: Methods, method: string, note: (self: unknown) => void): void {
  const original = owner[method]
  if (!original) throw new Error(`the driver has no ${method}`)
  owner[method] = function (this: unknown, ...args: unknown[]) {
    note(this)
    return original.apply(this, args)
  }
}
