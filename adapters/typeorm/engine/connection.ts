import type { DataSource } from 'typeorm'
import { within } from '../../../src/store/time-limit.js'
import { failureOf, unanswered } from './errors.js'

/**
 * Does work on a connection of its own to the primary, which calls `ends` before it sends what makes it last. A connection in a doubtful state is
 * thrown away, which rolls back what it had begun. The driver is spoken to directly, since TypeORM would log the values, among them digests and
 * password hashes.
 */
export async function onConnection<Connection, T>(
  dataSource: DataSource,
  work: (connection: Connection, ends: () => void) => Promise<T>,
  discard: (connection: Connection) => void,
): Promise<T> {
  let isEnding = false
  const runner = dataSource.createQueryRunner('master')
  // TypeORM declares the driver's connection as `any`.
  const connected = runner.connect() as Promise<Connection>
  try {
    const connection = await within(connected)
    try {
      return await within(work(connection, () => (isEnding = true)))
    } catch (error) {
      if (failureOf(error) === 'other') discard(connection)
      throw isEnding ? unanswered(error) : error
    }
  } finally {
    // A connection that comes only after the time limit goes back to the pool, too.
    const released = connected.then(() => runner.release())
    released.catch(() => undefined)
  }
}
