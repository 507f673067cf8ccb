import type { ToldEndRecord } from '../../../entities/index.js'
import type { ToldEndStore } from '../../../src/store/told-end.js'
import { mustHit } from '../engine/batch.js'
import { insertion } from '../query/changes.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { expiredRows } from './expired-rows.js'
import { digestsThereOf } from './digests-there.js'

/** Stores marks of ends that were told. */
export function toldEndStore(at: InContext): ToldEndStore {
  const own = (): Table<ToldEndRecord> => at().tables.toldEnd

  return Object.freeze({
    told: (digests) => digestsThereOf(at(), own(), digests),
    mark: (digest, endsAt) => mustHit(insertion(own(), { digest, endsAt })),
    ...expiredRows(at, {
      table: own,
      key: 'digest',
      conditions: ({ endsAt }, by: number) => [sql`${endsAt.name} <= ${by}`],
    }),
  } satisfies ToldEndStore)
}
