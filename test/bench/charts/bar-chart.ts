import type { Colour } from './svg.js'
import { box, chartWidth, drawing, label, line } from './svg.js'

/** Groups of rows, a bar for each series in a row. */
export interface BarChart {
  readonly title: string
  readonly subtitle: string
  readonly series: readonly string[]
  readonly groups: readonly BarGroup[]
}

export interface BarGroup {
  readonly title: string
  readonly rows: readonly BarRow[]
}

export interface BarRow {
  readonly label: string
  readonly ours: 'ours' | 'others'
  /** From 0 to 1, one for each series; `undefined` = not measured. */
  readonly values: readonly (number | undefined)[]
}

const top = 96
const left = 260
/** Of what is 1; a little more than that is noise, and has room. */
const barWidth = chartWidth - left - 100
const barHeight = 16
const rowGap = 10
const groupGap = 40

/** Horizontal bars, each with its value. */
export function barChart({ title, subtitle, series, groups }: BarChart): string {
  const rowHeight = series.length * (barHeight + 2) + rowGap
  const parts = [
    label(title, { x: 0, y: 20 }, { strong: 'strong' }),
    label(subtitle, { x: 0, y: 42 }, { colour: 'faint' }),
    ...series.flatMap(legend),
  ]
  let y = top
  for (const group of groups) {
    parts.push(label(group.title, { x: 0, y: y + 4 }, { strong: 'strong' }))
    y += 16
    const start = y
    for (const row of group.rows) {
      parts.push(...bars(row, y, rowHeight))
      y += rowHeight
    }
    for (const x of [left, left + barWidth]) {
      parts.push(
        line(
          [
            { x, y: start - 4 },
            { x, y: y - rowGap + 4 },
          ],
          'rule',
        ),
      )
    }
    y += groupGap - rowGap
  }
  return drawing(title, y - groupGap + 16, parts)
}

function bars({ label: text, ours, values }: BarRow, y: number, rowHeight: number): string[] {
  const middle = y + (rowHeight - rowGap) / 2 + 4
  return [
    label(text, { x: left - 12, y: middle }, { anchor: 'end', strong: ours === 'ours' ? 'strong' : '' }),
    ...values.flatMap((value, i) => {
      if (value === undefined) return []
      const at = { x: left, y: y + i * (barHeight + 2) }
      const width = Math.max(2, Math.min(value, 1.1) * barWidth)
      return [
        box(at, { width, height: barHeight }, shade(ours, i)),
        label(value.toFixed(2), { x: left + width + 6, y: at.y + 13 }),
      ]
    }),
  ]
}

function legend(name: string, i: number): string[] {
  const x = left + i * 130
  return [
    box({ x, y: 58 }, { width: 14, height: 14 }, shade('ours', i)),
    box({ x: x + 16, y: 58 }, { width: 14, height: 14 }, shade('others', i)),
    label(name, { x: x + 36, y: 70 }),
  ]
}

function shade(ours: 'ours' | 'others', series: number): Colour {
  return series === 0 ? ours : `${ours}-light`
}
