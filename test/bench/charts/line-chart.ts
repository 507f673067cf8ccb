import type { Colour, Place } from './svg.js'
import { chartWidth, dot, drawing, label, line } from './svg.js'

/** Lines over a logarithmic axis. */
export interface LineChart {
  readonly title: string
  readonly subtitle: string
  readonly xTitle: string
  readonly series: readonly LineSeries[]
}

export interface LineSeries {
  readonly name: string
  readonly colour: Colour
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

const plot = { left: 60, right: chartWidth - 150, top: 76, bottom: 320 }

/** Points with their values, joined, and the name of each line at its end. */
export function lineChart({ title, subtitle, xTitle, series }: LineChart): string {
  const all = series.flatMap(({ points }) => points)
  const xs = [...new Set(all.map(({ x }) => x))].sort((a, b) => a - b)
  const highest = Math.max(...all.map(({ y }) => y)) * 1.15
  const step = niceStep(highest / 5)
  const ticks = Array.from({ length: Math.ceil(highest / step) + 1 }, (_, i) => i * step)
  const at = scale(xs, ticks.at(-1) ?? 1)
  const height = plot.bottom + 50
  return drawing(title, height, [
    label(title, { x: 0, y: 20 }, { strong: 'strong' }),
    label(subtitle, { x: 0, y: 42 }, { colour: 'faint' }),
    ...ticks.flatMap((tick) => {
      const { y } = at({ x: xs[0] ?? 1, y: tick })
      return [
        line(
          [
            { x: plot.left, y },
            { x: plot.right, y },
          ],
          'rule',
        ),
        label(String(tick), { x: plot.left - 8, y: y + 5 }, { colour: 'faint', anchor: 'end' }),
      ]
    }),
    ...xs.map((x) =>
      label(
        x.toLocaleString('en'),
        { x: at({ x, y: 0 }).x, y: plot.bottom + 20 },
        { colour: 'faint', anchor: 'middle' },
      ),
    ),
    label(xTitle, { x: (plot.left + plot.right) / 2, y: plot.bottom + 42 }, { anchor: 'middle' }),
    ...series.flatMap((one) => drawn(one, at)),
  ])
}

type Scale = (point: { readonly x: number; readonly y: number }) => Place

function scale(xs: readonly number[], highest: number): Scale {
  const [first = 1, last = 10] = [xs[0], xs.at(-1)].map((x) => Math.log10(x ?? 1))
  const inset = 30
  return ({ x, y }) => {
    const part = last === first ? 0.5 : (Math.log10(x) - first) / (last - first)
    return {
      x: plot.left + inset + part * (plot.right - plot.left - 2 * inset),
      y: plot.bottom - (y / highest) * (plot.bottom - plot.top),
    }
  }
}

function drawn({ name, colour, points }: LineSeries, at: Scale): string[] {
  const places = points.map(at)
  const end = places.at(-1) ?? { x: 0, y: 0 }
  return [
    line(places, colour, 2),
    ...places.map((place) => dot(place, colour)),
    ...points.map(({ y }, i) => {
      const { x, y: top } = places[i] ?? end
      return label(y.toFixed(1), { x, y: top - 10 }, { anchor: 'middle' })
    }),
    label(name, { x: end.x + 14, y: end.y + 5 }, { strong: 'strong' }),
  ]
}

/** 1, 2 or 5 times a power of ten, at least `value`. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= value) ?? power
}
