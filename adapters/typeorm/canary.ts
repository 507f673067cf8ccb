import type { CanaryStore } from '../../src/store/canary.js'
import { mayHit } from './batch.js'
import { upsert } from './context.js'
import type { InContext } from './context.js'
import { select } from './rows.js'
import { join, sql } from './sql.js'
import { assignments, eq } from './tables.js'

/** The canary. */
export function canaryStore(at: InContext): CanaryStore {
  return Object.freeze<CanaryStore>({
    async read() {
      const { canary } = at().tables
      const { list, read } = select(canary, ['sealed', 'keyId'])
      const [row] = await at().rows(
        sql`SELECT ${list} FROM ${canary.name} WHERE ${canary.columns.id.name} = 1`,
      )
      if (!row) return null
      const { sealed: text, keyId } = read(row)
      // Stored by `put`.
      return { text, keyId } as Awaited<ReturnType<CanaryStore['read']>>
    },
    move(from, { text, keyId }) {
      const { canary } = at().tables
      const changes = join(assignments(canary, { sealed: text, keyId }), ', ')
      return mayHit(sql`UPDATE ${canary.name} SET ${changes} WHERE ${eq(canary.columns.sealed, from.text)}`)
    },
    put: ({ text, keyId }) =>
      mayHit(upsert(at(), at().tables.canary, { row: { id: 1, sealed: text, keyId }, key: 'id' })),
  })
}
