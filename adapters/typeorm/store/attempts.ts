import type { AttemptRecord } from '../../../entities/index.js'
import type { AttemptStore } from '../../../src/store/attempt.js'
import { inOrder, mayHit, mustHit } from '../engine/batch.js'
import { assignments, eq } from '../query/changes.js'
import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { upsert } from './context.js'
import { expiredRows } from './expired-rows.js'

/** Stores counters of failed attempts. */
export function attemptStore(at: InContext): AttemptStore {
  const own = (): Table<AttemptRecord> => at().tables.attempt

  return Object.freeze({
    reserve(key, { limit, now, endsAt }) {
      const { name, columns } = own()
      const count = columns.count.name
      const end = columns.endsAt.name
      // `count` is assigned before `ends_at`, since MariaDB lets an assignment see those before it.
      const taken = sql`UPDATE ${name} SET ${count} = CASE WHEN ${end} <= ${now} THEN 1 ELSE ${count} + 1 END, ${end} = CASE WHEN ${end} <= ${now} THEN ${endsAt} ELSE ${end} END`
      const free = sql`((${end} <= ${now} AND 0 < ${limit}) OR (${end} > ${now} AND ${count} < ${limit}))`
      return inOrder(
        mayHit(upsert(at(), own(), { row: { key, count: 0, endsAt }, key: 'key' })),
        mustHit(sql`${taken} WHERE ${eq(columns.key, key)} AND ${free}`),
      )
    },
    release(key) {
      const { name, columns } = own()
      const count = columns.count.name
      return mayHit(
        sql`UPDATE ${name} SET ${count} = ${count} - 1 WHERE ${eq(columns.key, key)} AND ${count} > 0`,
      )
    },
    clear: (key) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.key, key)}`),
    mark(key, endsAt) {
      const update = assignments(own(), { count: 1, endsAt })
      return mayHit(upsert(at(), own(), { row: { key, count: 1, endsAt }, key: 'key', update }))
    },
    async blockedUntil(keys, now) {
      if (keys.length === 0) return null
      const { name, columns } = own()
      const full = keys.map(
        ({ key, limit }) => sql`(${eq(columns.key, key)} AND ${columns.count.name} >= ${limit})`,
      )
      const [row] = await at().rows(
        sql`SELECT MAX(${columns.endsAt.name}) FROM ${name} WHERE ${columns.endsAt.name} > ${now} AND (${join(full, ' OR ')})`,
      )
      const latest = row?.[0] ?? null
      return latest === null ? null : Number(latest)
    },
    ...expiredRows(at, {
      table: own,
      key: 'key',
      conditions: ({ endsAt }, by: number) => [sql`${endsAt.name} <= ${by}`],
    }),
  } satisfies AttemptStore)
}
