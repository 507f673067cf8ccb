import type { OwnedList } from '../../../../src/store/owned-list.js'
import type { CountedPage } from '../../../../src/store/page.js'
import type { Dialect } from '../../engine/engine.js'
import { eq } from '../../query/changes.js'
import type { Column } from '../../query/column.js'
import type { AllOf } from '../../query/properties.js'
import type { Sql } from '../../query/sql.js'
import { raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { Context } from '../context.js'
import type { ListOrder } from './counted-list.js'
import { countedList } from './counted-list.js'
import { byCodePoint, has } from './part-of-text.js'

/** What the tables of all that a user owns have in common. */
interface Owned {
  id: string
  userId: string
  nameFolded: string | null
}

/** Where a kind of credential keeps what lists are about; what it does not have is left out. */
export interface ListFacts {
  readonly lastUsedAt: Column
  readonly expiresAt?: Column
  /** When the life began that a policy limits. */
  readonly begunAt?: Column
  readonly disabled?: Column
}

/** Sorts after every name: no name has a noncharacter. */
const noName = '\u{10ffff}'
/** Sorts after every end. */
const noEnd = Number.MAX_SAFE_INTEGER
/** Sorts before every use. */
const noUse = -1

/** Reads one page of a user's rows, in any order, with the number of all that fit. */
export async function ownedList<Row extends Owned>(
  context: Context,
  table: Table<NoInfer<Row>> & Table<Owned>,
  asked: { userId: string; properties: AllOf<Row>; list: OwnedList; facts: ListFacts },
): Promise<CountedPage<Row>> {
  const { userId, properties, list, facts } = asked
  const { dialect } = context.engine
  const { nameFolded } = table.columns
  return countedList(context, table, {
    properties,
    where: [
      eq(table.columns.userId, userId),
      ...(list.nameHas === null ? [] : [has(dialect, nameFolded, list.nameHas)]),
      ...conditions(facts, list),
    ],
    order: orderOf(dialect, { ...facts, nameFolded }, list),
    at: list.at,
    limit: list.limit,
  })
}

function conditions(facts: ListFacts, list: OwnedList): readonly Sql[] {
  const { disabled, lastUsedAt: used, expiresAt: own } = facts
  const end = own && endOf({ ...facts, expiresAt: own }, list.longestMs)
  return [
    ...(disabled && list.disabled !== null ? [eq(disabled, list.disabled)] : []),
    ...(own && list.endedSince !== null
      ? [sql`(${own.name} IS NULL OR ${own.name} > ${list.endedSince})`]
      : []),
    ...(end && list.endsAfter !== null ? [sql`${end} > ${list.endsAfter}`] : []),
    ...(end && list.endsBy !== null ? [sql`${end} <= ${list.endsBy}`] : []),
    ...(list.unusedSince === null ? [] : [sql`(${used.name} IS NULL OR ${used.name} < ${list.unusedSince})`]),
  ]
}

/** Writes when a credential ends: at its own end, or sooner where the policy allows less. */
export function endOf(
  { expiresAt, begunAt }: { readonly expiresAt: Column; readonly begunAt?: Column },
  longestMs: number | null,
): Sql {
  const own = sql`COALESCE(${expiresAt.name}, ${raw(String(noEnd))})`
  if (!begunAt || longestMs === null) return own
  const latest = sql`${begunAt.name} + ${raw(String(longestMs))}`
  return sql`CASE WHEN ${own} < ${latest} THEN ${own} ELSE ${latest} END`
}

function orderOf(
  dialect: Dialect,
  facts: ListFacts & { readonly nameFolded: Column },
  list: OwnedList,
): ListOrder {
  switch (list.sort) {
    case 'created':
      // Ids begin with the time at which they were made.
      return { value: null, descending: true, decode: String }
    case 'last_used': {
      const value = sql`COALESCE(${facts.lastUsedAt.name}, ${raw(String(noUse))})`
      return { value, descending: true, decode: Number }
    }
    case 'expires': {
      const { expiresAt } = facts
      const value = expiresAt ? endOf({ ...facts, expiresAt }, list.longestMs) : null
      return { value, descending: false, decode: Number }
    }
    case 'name': {
      const value = byCodePoint(dialect, sql`COALESCE(${facts.nameFolded.name}, ${noName})`)
      return { value, descending: false, decode: String }
    }
  }
}
