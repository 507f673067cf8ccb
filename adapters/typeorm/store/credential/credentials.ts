import type { Redigest } from '../../../../src/store/owned-credential.js'
import type { Page, PageRequest } from '../../../../src/store/page.js'
import type { PreparedWrite } from '../../engine/batch.js'
import { mayHit, mustHit } from '../../engine/batch.js'
import { assignments, bump, eq, insertion } from '../../query/changes.js'
import type { Column } from '../../query/column.js'
import type { AllOf } from '../../query/properties.js'
import { limit, page, select } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { Context } from '../context.js'

/** What the tables of all that a user owns have in common. */
interface Owned {
  id: string
  userId: string
}

/** A secret's digest, and where its use is noted. */
interface Used {
  id: string
  digest: string
  keyId: string
  lastUsedAt: number | null
}

/** Reads one page of a user's rows, newest first. */
export async function listOwned<Row extends Owned>(
  context: Context,
  table: Table<NoInfer<Row>> & Table<Owned>,
  {
    userId,
    properties,
    where,
    request,
  }: { userId: string; properties: AllOf<Row>; where: Sql; request: PageRequest },
): Promise<Page<Row>> {
  const { list, read } = select(table, properties)
  const { id, userId: owner } = table.columns
  const older = request.before === null ? raw('') : sql` AND ${id.name} < ${id.encode(request.before)}`
  const rows = await context.rows(
    sql`SELECT ${list} FROM ${table.name} WHERE ${eq(owner, userId)} AND ${where}${older} ORDER BY ${id.name} DESC ${limit(request.limit + 1)}`,
  )
  return page(
    rows.map((row) => read(row)),
    request.limit,
  )
}

/** Reads one row of a user's. */
export async function readOwned<Row extends Owned>(
  context: Context,
  table: Table<NoInfer<Row>>,
  { userId, id, properties }: { userId: string; id: string; properties: AllOf<Row> },
): Promise<Row | null> {
  const { list, read } = select(table, properties)
  const [row] = await context.rows(sql`SELECT ${list} FROM ${table.name} WHERE ${ownedBy(table, userId, id)}`)
  return row ? read(row) : null
}

/** Writes the condition that a row is this one and the user's. */
export function ownedBy<Row extends Owned>({ columns }: Table<Row>, userId: string, id: string): Sql {
  return sql`${eq(columns.id, id)} AND ${eq(columns.userId, userId)}`
}

/** Removes one row of a user's; the commit depends on it. */
export function removeOwned<Row extends Owned>(table: Table<Row>, userId: string, id: string): PreparedWrite {
  return mustHit(sql`DELETE FROM ${table.name} WHERE ${ownedBy(table, userId, id)}`)
}

/** Whose rows are counted: a table of owners, each of whom is locked by their row. */
export interface Holders {
  readonly name: Sql
  readonly id: Column
  readonly version: Column
}

/** Those who hold what users own, by their accounts. */
function accountHolders({ tables: { account } }: Pick<Context, 'tables'>): Holders {
  const { userId: id, version } = account.columns
  return { name: account.name, id, version }
}

/**
 * Inserts a row if its holder has fewer than `room` that are alive. The holder's row is locked first, and the rows are
 * counted by a second statement: PostgreSQL counts what was committed before a statement began, not while it waited.
 */
export function insertWithRoom<Row extends Owned>(
  context: Context,
  table: Table<Row>,
  {
    row,
    alive,
    room,
    holders = accountHolders(context),
  }: { row: Omit<NoInfer<Row>, 'version'> & Owned; alive: Sql; room: number; holders?: Holders },
): PreparedWrite {
  const lock = sql`UPDATE ${holders.name} SET ${bump(holders, holders.version)} WHERE ${eq(holders.id, row.userId)}`
  const count = sql`(SELECT COUNT(*) FROM ${table.name} WHERE ${eq(table.columns.userId, row.userId)} AND ${alive})`
  return mustHit(lock, sql`${lock} AND ${count} < ${room}`, insertion(table, row))
}

/** Notes a use, never backwards, and moves the digest to a newer secret of keyward's. */
export function noteUse<Row extends Used>(
  table: Table<Row>,
  { id, at, changes }: { id: string; at: number; changes: Partial<NoInfer<Row>> },
  redigest?: Redigest,
): PreparedWrite {
  const { name, columns } = table
  const last = columns.lastUsedAt
  const note = sql`UPDATE ${name} SET ${join(assignments(table, changes), ', ')} WHERE ${eq(columns.id, id)} AND (${last.name} IS NULL OR ${last.name} < ${at})`
  return redigest ? mayHit(note, moveDigest(table, id, redigest)) : mayHit(note)
}

/** Moves a row to a newer secret of keyward's, if it still has the digest `from`. */
export function moveDigest<Row extends Pick<Used, 'id' | 'digest' | 'keyId'>>(
  { name, columns }: Table<Row>,
  id: string,
  { from, digest, keyId }: Redigest,
): Sql {
  const moved = join([eq(columns.digest, digest), eq(columns.keyId, keyId)], ', ')
  return sql`UPDATE ${name} SET ${moved} WHERE ${eq(columns.id, id)} AND ${eq(columns.digest, from)}`
}

/** As `moveDigest`, for rows whose MAC tells that keyward wrote them. */
export function moveMac<Row extends { id: string; mac: string; keyId: string }>(
  { name, columns }: Table<Row>,
  id: string,
  { from, digest, keyId }: Redigest,
): Sql {
  const moved = join([eq(columns.mac, digest), eq(columns.keyId, keyId)], ', ')
  return sql`UPDATE ${name} SET ${moved} WHERE ${eq(columns.id, id)} AND ${eq(columns.mac, from)}`
}

/** Writes the condition that finds a row by its digest under any of the host's secrets, always by the index of the column. */
export function byDigest(
  { engine }: Pick<Context, 'engine'>,
  { name }: Pick<Column, 'name'>,
  digests: readonly string[],
): Sql {
  const values = digests.map((digest) => sql`${digest}`)
  const among = sql`${name} IN (${join(values, ', ')})`
  // After ANALYZE, SQLite takes a column that is NULL in nearly all rows for one where each value is frequent, and
  // reads the whole table for a digest that nobody has.
  return engine.dialect === 'sqlite' ? sql`likelihood(${among}, 0.000001)` : among
}
