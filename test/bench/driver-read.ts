import Database from 'better-sqlite3'
import pg from 'pg'
import { usualClient } from './headers.js'
import { openKeyward } from './keyward.js'
import { pick } from './data.js'
import type { Place } from './database.js'

/** A statement as keyward gave it to a driver, with what it put in. */
type Recorded = readonly unknown[]

/** More than a turn has, so that reads are at random among them. */
const recordedKeys = 2000

/**
 * The driver's own prepared read of the row that a verification reads: the same statement, sent without keyward. What it looks for is taken down
 * while keyward verifies some of the keys.
 */
export async function driverRead(place: Place, keys: readonly string[]): Promise<() => () => unknown> {
  return place.type === 'postgres' ? postgresRead(place, keys) : sqliteRead(place.database, place, keys)
}

async function sqliteRead(file: string, place: Place, keys: readonly string[]): Promise<() => () => unknown> {
  const probe = new Database(':memory:')
  const prototype = Object.getPrototypeOf(probe.prepare('SELECT 1')) as Database.Statement
  probe.close()
  const original = prototype.get
  let text = ''
  const recorded = await whileVerifying(place, keys, (take) => {
    prototype.get = function (this: Database.Statement, ...values: unknown[]) {
      if (isOfKeys(this.source)) {
        text = this.source
        take(values)
      }
      return original.apply(this, values)
    }
    return () => (prototype.get = original)
  })
  const read = new Database(file, { readonly: true }).prepare(text).raw()
  return () => {
    const values = pick(recorded)
    return () => found(read.get(...values))
  }
}

async function postgresRead(place: Place, keys: readonly string[]): Promise<() => () => unknown> {
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  const recorded = await whileVerifying(place, keys, (take) => {
    prototype.query = function (this: unknown, ...args: unknown[]) {
      const [query] = args as [{ text?: string; name?: string; values?: unknown[] } | string]
      if (typeof query === 'object' && isOfKeys(query.text ?? '')) take([query.text, query.values])
      return original.apply(this, args)
    }
    return () => (prototype.query = original)
  })
  const { host, port, username, database } = place as Extract<Place, { type: 'postgres' }>
  const pool = new pg.Pool({ host, port, user: username, database, max: 10 })
  return () => {
    const [text, values] = pick(recorded) as [string, unknown[]]
    return async () => found((await pool.query({ text, values, name: 'read', rowMode: 'array' })).rows[0])
  }
}

/** Lets keyward verify some keys without its cache, and answers what was taken down meanwhile. */
async function whileVerifying(
  place: Place,
  keys: readonly string[],
  record: (take: (what: Recorded) => void) => () => void,
): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = []
  const { keyward } = await openKeyward(place, 'cold')
  const guard = keyward.adapter.guard()
  const stop = record((what) => recorded.push(what))
  for (let n = 0; n < recordedKeys; n++) await guard(usualClient(pick(keys)))
  stop()
  if (recorded.length !== recordedKeys) {
    throw new Error(
      `${String(recorded.length)} reads were seen where ${String(recordedKeys)} keys were verified`,
    )
  }
  return recorded
}

function isOfKeys(text: string): boolean {
  return /FROM\s+\S*keyward_api_key/.test(text)
}

function found(row: unknown): unknown {
  if (row === undefined) throw new Error('the row that keyward reads was not found')
  return row
}
