import type { Spread } from './spread.js'

/** What is printed, on a console or as Markdown. */
export interface Table {
  readonly title: string
  /** What the numbers are of. */
  readonly note: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A median with what lies on both sides of it: `0.92 (0.90–0.95)`. */
export function spreadText({ median, low, high }: Spread, digits: number): string {
  const [middle, from, to] = [median, low, high].map((value) => numberText(value, digits))
  return from === to ? `${middle ?? ''}` : `${middle ?? ''} (${from ?? ''}–${to ?? ''})`
}

/** A number with this many digits after the point, thousands apart. */
export function numberText(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** For a console: columns of even width, numbers to the right. */
export function asText({ title, note, columns, rows }: Table): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [`\n${title}`, note, '', line(columns), rule, ...rows.map(line)].join('\n')
}

/** For a document. */
export function asMarkdown({ title, note, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = line(columns.map((_, i) => (i === 0 ? '---' : '---:')))
  return [`\n### ${title}`, note, '', line(columns), rule, ...rows.map(line)].join('\n')
}
