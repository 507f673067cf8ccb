import type { Histogram } from './histogram.js'
import type { MetricName } from './metric.js'
import { metrics } from './metric.js'

/** One value of a metric, with what tells it apart. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number | Histogram
}

/** Writes a metric with its values in Prometheus' text format, version 0.0.4. */
export function exposition(name: MetricName, samples: readonly Sample[]): string {
  const { type, help } = metrics[name]
  const lines = samples.flatMap(({ labels = {}, value }) =>
    typeof value === 'number' ? [line(name, labels, value)] : histogramLines(name, labels, value),
  )
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

function histogramLines(
  name: string,
  labels: Readonly<Record<string, string>>,
  histogram: Histogram,
): readonly string[] {
  const count = histogram.count()
  return [
    ...histogram
      .upTo()
      .map(({ end, count }) => line(`${name}_bucket`, { ...labels, le: String(end) }, count)),
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, histogram.sum()),
    line(`${name}_count`, labels, count),
  ]
}

function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const shown = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}${shown.length === 0 ? '' : `{${shown.join(',')}}`} ${String(value)}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
