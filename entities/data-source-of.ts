import type { DataSource } from 'typeorm'

/** What belongs to a DataSource, by the name that TypeORM 1 has for that, or by the one of 0.3. */
interface OfDataSource {
  readonly dataSource?: DataSource
  readonly connection?: DataSource
}

/** Finds the DataSource of a query runner or of an entity's metadata, on either line of TypeORM. */
export function dataSourceOf({ dataSource, connection }: OfDataSource): DataSource {
  const found = dataSource ?? connection
  if (!found) throw new TypeError('this is no query runner and no metadata of TypeORM 0.3 or 1')
  return found
}
