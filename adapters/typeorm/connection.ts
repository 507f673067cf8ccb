import type { DataSource } from 'typeorm'
import { failureOf } from './errors.js'
import { within } from './time-limit.js'

/**
 * Does work on a connection of its own to the primary. A connection in a doubtful state is thrown away, which rolls it back.
 * The driver is spoken to directly: TypeORM would log the values, digests and password hashes among them.
 */
export async function onConnection<Connection, T>(
  dataSource: DataSource,
  work: (connection: Connection) => Promise<T>,
  discard: (connection: Connection) => void,
): Promise<T> {
  const runner = dataSource.createQueryRunner('master')
  // TypeORM declares the driver's connection as `any`.
  const connected = runner.connect() as Promise<Connection>
  try {
    const connection = await within(connected)
    try {
      return await within(work(connection))
    } catch (error) {
      if (failureOf(error) === 'other') discard(connection)
      throw error
    }
  } finally {
    // Also a connection that comes after the limit goes back to the pool.
    const released = connected.then(() => runner.release())
    released.catch(() => undefined)
  }
}
