import Database from 'better-sqlite3'
import pg from 'pg'
import { handleOf } from '../../adapters/typeorm/sqlite-handle.js'
import type { Handle } from '../../adapters/typeorm/sqlite-handle.js'
import { connect, onServer } from './database.js'
import type { Place } from './database.js'

/** What this process has asked of its database so far, by whatever library. */
export interface Asked {
  /** Statements but those below. */
  readonly statements: number
  /** `PRAGMA data_version`, by which a SQLite file is asked whether anybody has committed: no table is read. */
  readonly glances: number
}

type Callable = (...args: unknown[]) => unknown

let statements = 0
let glances = 0

/** Counts from now on, in the drivers themselves. To be called before a database is opened. */
export function countStatements(): void {
  const handle = new Database(':memory:')
  const statement = Object.getPrototypeOf(handle.prepare('SELECT 1')) as Record<string, Callable>
  for (const method of ['get', 'all', 'run', 'iterate']) {
    wrap(statement, method, (self) => {
      noteText((self as { source: string }).source)
    })
  }
  wrap(Database.prototype as unknown as Record<string, Callable>, 'exec', (_, text) => {
    noteText(text as string)
  })
  handle.close()
  wrap(pg.Client.prototype as unknown as Record<string, Callable>, 'query', () => {
    statements++
  })
}

export function asked(): Asked {
  return { statements, glances }
}

/** Rows written to a database so far, by anybody: asked of PostgreSQL, and of SQLite by what changed in the file. */
export async function rowsWritten(place: Place): Promise<number> {
  if (place.type === 'postgres') {
    const text = `SELECT tup_inserted + tup_updated + tup_deleted AS n FROM pg_stat_database WHERE datname = $1`
    const [row] = await onServer<{ n: string }>(text, [place.database])
    return Number(row?.n ?? NaN)
  }
  return NaN
}

function noteText(text: string): void {
  if (/^\s*PRAGMA data_version/i.test(text)) glances++
  else statements++
}

function wrap(owner: Record<string, Callable>, method: string, note: (self: unknown, first: unknown) => void) {
  const original = owner[method]
  if (!original) throw new Error(`the driver has no ${method}`)
  owner[method] = function (this: unknown, ...args: unknown[]) {
    note(this, args[0])
    return original.apply(this, args)
  }
}
