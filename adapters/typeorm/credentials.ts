import type { Redigest } from '../../src/store/held.js'
import type { Page, PageRequest } from '../../src/store/page.js'
import { mayHit, mustHit } from './batch.js'
import type { PreparedWrite } from './batch.js'
import { lockAccount } from './accounts.js'
import { bump } from './context.js'
import type { Context } from './context.js'
import { limit, page, select } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

/** What the tables of all that a user holds have in common. */
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

/** One page of a user's rows, newest first. */
export async function listOwned<Row extends Owned, P extends keyof Row & string>(
  context: Context,
  table: Table<Row>,
  {
    userId,
    properties,
    where,
    request,
  }: { userId: string; properties: readonly P[]; where: Sql; request: PageRequest },
): Promise<Page<Pick<Row, P>>> {
  const { list, read } = select(table, properties)
  const { columns } = table
  const older =
    request.before === null ? raw('') : sql` AND ${columns.id.name} < ${columns.id.encode(request.before)}`
  const rows = await context.rows(
    sql`SELECT ${list} FROM ${table.name} WHERE ${eq(columns.userId, userId)} AND ${where}${older} ORDER BY ${columns.id.name} DESC ${limit(request.limit + 1)}`,
  )
  return page(
    rows.map((row) => read(row)),
    request.limit,
  )
}

/** One row of a user's. */
export async function readOwned<Row extends Owned, P extends keyof Row & string>(
  context: Context,
  table: Table<Row>,
  { userId, id, properties }: { userId: string; id: string; properties: readonly P[] },
): Promise<Pick<Row, P> | null> {
  const { list, read } = select(table, properties)
  const [row] = await context.rows(sql`SELECT ${list} FROM ${table.name} WHERE ${ownedBy(table, userId, id)}`)
  return row ? read(row) : null
}

/** The condition that a row is this one and the user's. */
export function ownedBy<Row extends Owned>({ columns }: Table<Row>, userId: string, id: string): Sql {
  return sql`${eq(columns.id, id)} AND ${eq(columns.userId, userId)}`
}

export function removeOwned<Row extends Owned>(table: Table<Row>, userId: string, id: string): PreparedWrite {
  return mustHit(sql`DELETE FROM ${table.name} WHERE ${ownedBy(table, userId, id)}`)
}

/**
 * Inserts a row if the user has fewer than `limit` that are alive. The account's row is locked first, and the rows are
 * counted by a second statement: PostgreSQL counts what was committed before a statement began, not while it waited.
 */
export function insertWithRoom<Row extends Owned>(
  context: Context,
  table: Table<Row>,
  { row, alive, room }: { row: Row; alive: Sql; room: number },
): PreparedWrite {
  const { account } = context.tables
  const lock = lockAccount(context, row.userId)
  const count = sql`(SELECT COUNT(*) FROM ${table.name} WHERE ${eq(table.columns.userId, row.userId)} AND ${alive})`
  const check = sql`UPDATE ${account.name} SET ${bump(account, account.columns.version)} WHERE ${eq(account.columns.userId, row.userId)} AND ${count} < ${room}`
  return mustHit(lock, check, insertion(table, row))
}

/** Notes a use, never backwards, and moves the digest to a newer secret of keyward's. */
export function noteUse<Row extends Used>(
  table: Table<Row>,
  { id, at, changes }: { id: string; at: number; changes: Partial<Row> },
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
