import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'

type Read = (query: Sql) => Promise<readonly RawRow[]>

/** How long no replica is asked after one has failed. */
const restMs = 30_000

/** Reads from a replica, and from the primary while that fails. */
export function replicaFirst(replica: Read, primary: Read): Read {
  let restsUntil = -Infinity
  return async (query) => {
    if (performance.now() < restsUntil) return primary(query)
    try {
      return await replica(query)
    } catch {
      restsUntil = performance.now() + restMs
      return primary(query)
    }
  }
}
