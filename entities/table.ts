/** What a column holds: it decides its type, its length and, on MariaDB, its character set. */
export type ColumnKind =
  /** A UUID made by keyward. */
  | 'id'
  /** The id of a user, of the type the host chose. */
  | 'user_id'
  /** 64 hex digits. */
  | 'digest'
  /** A short word of keyward's own, ASCII. */
  | 'word'
  /** Text of up to `length` characters. */
  | 'text'
  | 'long_text'
  | 'json'
  /** Epoch milliseconds. */
  | 'time'
  | 'integer'
  | 'flag'

/** One column, named explicitly so that no naming strategy changes it. */
export interface ColumnSpec {
  readonly name: string
  readonly kind: ColumnKind
  readonly length?: number
  readonly nullable?: true
  readonly primary?: true
  readonly default?: number
}

/** One index over properties, in order. */
interface IndexSpec<Property extends string> {
  readonly columns: readonly Property[]
  readonly unique?: true
}

/** A table as frozen plain data: the entity class and the migration are both made from it. */
export interface TableSpec<Row> {
  readonly name: string
  readonly columns: { readonly [P in keyof Row & string]-?: ColumnSpec }
  readonly indexes: readonly IndexSpec<keyof Row & string>[]
  /** The table whose row `userId` must name; deleting that row deletes these. */
  readonly owner: 'user' | 'account' | 'serviceAccount' | null
}

/** Any table, its properties known only at run time. */
export type AnyTableSpec = TableSpec<Record<string, unknown>>

/** Declares a table's columns and indexes, deeply frozen. */
export function table<Row>(spec: TableSpec<Row>): TableSpec<Row> {
  return deepFreeze(spec)
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
