import { canaryTable } from '../../../entities/canary.js'
import type { CanaryStore } from '../../../src/store/canary.js'
import { mayHit } from '../engine/batch.js'
import { assignments, eq } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import { join, sql } from '../query/sql.js'
import type { InContext } from './context.js'
import { upsert } from './context.js'

type Sealed = Parameters<CanaryStore['put']>[0]

const properties: AllOf<{ sealed: Sealed['text']; keyId: string }> = propertiesBut(canaryTable, 'id')

/** Stores the canary. */
export function canaryStore(at: InContext): CanaryStore {
  return Object.freeze({
    async read() {
      const { canary } = at().tables
      const { list, read } = select(canary, properties)
      const [row] = await at().rows(
        sql`SELECT ${list} FROM ${canary.name} WHERE ${canary.columns.id.name} = 1`,
      )
      if (!row) return null
      const { sealed: text, keyId } = read(row)
      return { text, keyId }
    },
    move(from, { text, keyId }) {
      const { canary } = at().tables
      const changes = join(assignments(canary, { sealed: text, keyId }), ', ')
      return mayHit(sql`UPDATE ${canary.name} SET ${changes} WHERE ${eq(canary.columns.sealed, from.text)}`)
    },
    put: ({ text, keyId }) =>
      mayHit(upsert(at(), at().tables.canary, { row: { id: 1, sealed: text, keyId }, key: 'id' })),
  } satisfies CanaryStore)
}
