import { withoutOrders } from '../typed-text.js'

/** Aligns the cells of rows; a name that somebody chose cannot give the terminal orders. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const shown = rows.map((row) => row.map(harmless))
  const widths = shown.reduce<readonly number[]>(
    (sofar, row) => row.map((cell, i) => Math.max(cell.length, sofar[i] ?? 0)),
    [],
  )
  return shown.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** A cell is on its line, and in its column. */
function harmless(cell: string): string {
  return withoutOrders(cell).replaceAll(/[\r\n\t]/g, '\uFFFD')
}
