import type { TableSpec } from '../../../entities/table.js'

/** What the compiler compares of two lists: the properties, which of them can be `null`, and the values they may have. */
interface Complete<Row> {
  readonly nullable: { readonly [P in keyof Row]-?: null extends Row[P] ? true : false }
  readonly holds: (row: Row) => void
}

declare const complete: unique symbol

/**
 * The properties of `Row`, all of them and no others. Only a table's specification makes such a list, so that none can
 * be forgotten: without `expiresAt` in the list of a look-up, an expired key would be let in.
 */
export type AllOf<Row> = readonly (keyof Row & string)[] & { readonly [complete]: Complete<Row> }

/** Lists the properties of a table but those named. */
export function propertiesBut<Row, Left extends keyof Row & string = never>(
  { columns }: TableSpec<Row>,
  ...left: readonly Left[]
): AllOf<Omit<Row, Left>> {
  return listed(Object.keys(columns).filter((property) => !left.some((name) => name === property)))
}

/** Lists the named properties of a table. */
export function propertiesOf<Row, P extends keyof Row & string>(
  _table: TableSpec<Row>,
  ...properties: readonly P[]
): AllOf<Pick<Row, P>> {
  return listed(properties)
}

/** Takes the listed properties of a value, since callers may hand in one that has more. */
export function only<Row>(given: Partial<Row>, properties: AllOf<Row>): Partial<Row> {
  const taken: Partial<Row> = {}
  for (const property of properties) taken[property] = given[property]
  return taken
}

function listed<Row>(properties: readonly string[]): AllOf<Row> {
  // The two functions above name properties of their table, and the mark is for the compiler alone.
  return Object.freeze([...properties]) as unknown as AllOf<Row>
}
