import type { EntityMetadata } from 'typeorm'
import { dataSourceOf } from '../../../entities/data-source-of.js'
import type { Sql } from './sql.js'
import { raw } from './sql.js'

/** A column as the DataSource knows it, whatever the host has renamed. */
export interface Column {
  readonly name: Sql
  /** What the driver is given for a value; `null` for one the column cannot hold. */
  encode(value: unknown): unknown
  decode(stored: unknown): unknown
}

/** Makes a column of what TypeORM knows about it, with its values as this engine stores them. */
export function columnFrom(column: EntityMetadata['columns'][number]): Column {
  const { driver } = dataSourceOf(column.entityMetadata)
  const name = raw(driver.escape(column.databaseName))
  const isText =
    driver.normalizeType(column) !== 'text' && typeof column.length === 'string' && column.length !== ''
  const transformer = Array.isArray(column.transformer) ? undefined : column.transformer
  // TypeORM declares transformers to take and give `any`.
  if (transformer) {
    return {
      name,
      encode: (value): unknown => transformer.to(value),
      decode: (stored): unknown => transformer.from(stored),
    }
  }
  if (column.type === 'boolean') {
    const native = driver.options.type === 'postgres'
    return {
      name,
      encode: (value) => (native ? value : Number(value)),
      decode: (stored) => Number(stored) === 1,
    }
  }
  if (column.type === 'int')
    return { name, encode: same, decode: (stored) => (stored === null ? null : Number(stored)) }
  return { name, encode: isText ? storable : same, decode: same }
}

function same(value: unknown): unknown {
  return value
}

/** PostgreSQL refuses NUL and lone surrogates: no row has them, so a look-up finds nothing. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value) ? null : value
}
