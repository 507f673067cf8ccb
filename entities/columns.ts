import type { ColumnOptions, ValueTransformer } from 'typeorm'
import type { ColumnKind, ColumnSpec } from './table.js'
import type { UserIdType } from './user-id.js'
import { userIdColumn } from './user-id.js'

const numeric: ValueTransformer = {
  to: (value: unknown) => value,
  // PostgreSQL and MariaDB answer bigint as text.
  from: (stored: unknown) => (stored === null || stored === undefined ? stored : Number(stored)),
}

const json: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (stored: unknown): unknown => (typeof stored === 'string' ? JSON.parse(stored) : stored),
}

/** Turns what cannot stand in an ASCII column into NULL, which no row matches: a look-up finds nothing, where MariaDB would refuse to compare. */
const ascii: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'string' && !/^[ -~]*$/.test(value) ? null : value),
  from: (stored: unknown) => stored,
}

/** Gives TypeORM's options for a column of keyward's, which are the same on every engine. */
export function columnOptions(spec: ColumnSpec, userId: UserIdType): ColumnOptions {
  return {
    name: spec.name,
    nullable: spec.nullable ?? false,
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...typeOf(spec, userId),
  }
}

/** The collations that compare byte by byte, the best first: the last takes `alice ` for `alice`, and is for servers that have neither of the others. */
export const exactCollations = ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin', 'utf8mb4_bin'] as const
/** One of the collations that compare byte by byte. */
export type ExactCollation = (typeof exactCollations)[number]

/**
 * Gives the character set of a text column on MySQL and MariaDB, whose default collation takes `Alicé` for `alice`.
 * Only migrations can name it: other engines do not know these names, and entities are made before the engine is known.
 */
export function binaryCollation(
  kind: ColumnKind,
  collation: ExactCollation,
): Pick<ColumnOptions, 'charset' | 'collation'> {
  switch (kind) {
    case 'id':
    case 'digest':
    case 'word':
      return { charset: 'ascii', collation: 'ascii_bin' }
    case 'text':
    case 'long_text':
    case 'json':
    case 'user_id':
      return { charset: 'utf8mb4', collation }
    default:
      return {}
  }
}

function typeOf({ kind, length }: ColumnSpec, userId: UserIdType): ColumnOptions {
  switch (kind) {
    case 'id':
      return { type: 'varchar', length: 36, transformer: ascii }
    case 'user_id':
      return userIdColumn(userId)
    case 'digest':
      return { type: 'varchar', length: 64, transformer: ascii }
    case 'word':
    case 'text':
      return { type: 'varchar', length }
    case 'long_text':
      return { type: 'text' }
    case 'json':
      return { type: 'text', transformer: json }
    case 'time':
      return { type: 'bigint', transformer: numeric }
    case 'integer':
      return { type: 'int' }
    case 'flag':
      return { type: 'boolean' }
  }
}
