/** A metric as it was read from Prometheus' text format. */
export interface ReadMetric {
  readonly type: string
  readonly help: string
  readonly samples: readonly ReadSample[]
}

/** A line of it. */
interface ReadSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const sampleLine = new RegExp(`^(${name})(?:\\{(.*)\\})? (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`)
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y
const suffixes: Readonly<Record<string, readonly string[]>> = { histogram: ['_bucket', '_sum', '_count'] }

/**
 * Reads Prometheus' text format, version 0.0.4, as strictly as `promtool check metrics`: each metric has a help and a type before its lines,
 * which stand together; none is there twice; counters end in `_total`; buckets go up to `+Inf` and never down. Throws where it is anything else.
 */
export function readExposition(text: string): ReadonlyMap<string, ReadMetric> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const metrics = new Map<string, { type: string; help: string; samples: ReadSample[] }>()
  const seen = new Set<string>()
  let current = { name: '', help: '' }
  for (const line of text.slice(0, -1).split('\n')) {
    const help = new RegExp(`^# HELP (${name}) (\\S.*)$`).exec(line)
    const type = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram)$`).exec(line)
    if (help) {
      if (metrics.has(help[1] ?? '')) throw new Error(`twice: ${line}`)
      current = { name: help[1] ?? '', help: help[2] ?? '' }
    } else if (type) {
      if (type[1] !== current.name) throw new Error(`no help before: ${line}`)
      const isCounter = type[2] === 'counter'
      if (isCounter !== current.name.endsWith('_total'))
        throw new Error(`not as counters are called: ${line}`)
      metrics.set(current.name, { type: type[2] ?? '', help: current.help, samples: [] })
    } else {
      const metric = metrics.get(current.name)
      const sample = readSample(line)
      if (!metric || !isOf(sample.name, current.name, metric.type)) throw new Error(`out of place: ${line}`)
      const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`
      if (seen.has(key)) throw new Error(`twice: ${line}`)
      seen.add(key)
      metric.samples.push(sample)
    }
  }
  for (const [name, { type, samples }] of metrics) if (type === 'histogram') checkHistogram(name, samples)
  return metrics
}

function readSample(line: string): ReadSample {
  const [, name = '', labels = '', value = ''] = sampleLine.exec(line) ?? []
  if (name === '') throw new Error(`no sample: ${line}`)
  return { name, labels: readLabels(labels, line), value: Number(value.replace('Inf', 'Infinity')) }
}

function readLabels(text: string, line: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  while (label.lastIndex < text.length) {
    const [, name = '', value = ''] = label.exec(text) ?? []
    if (name === '' || name in labels) throw new Error(`wrong labels: ${line}`)
    labels[name] = value.replaceAll(/\\([\\"n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
  }
  return labels
}

function isOf(sample: string, metric: string, type: string): boolean {
  return (suffixes[type] ?? ['']).some((suffix) => sample === metric + suffix)
}

function checkHistogram(name: string, samples: readonly ReadSample[]): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`)
  const byLabels = new Map<string, ReadSample[]>()
  for (const bucket of buckets) {
    const { le: _, ...rest } = bucket.labels
    const key = JSON.stringify(rest)
    byLabels.set(key, [...(byLabels.get(key) ?? []), bucket])
  }
  for (const [labels, group] of byLabels) {
    const ends = group.map(({ labels: { le = '' } }) => (le === '+Inf' ? Infinity : Number(le)))
    const rises = (numbers: readonly number[]) =>
      numbers.every((one, i) => i === 0 || one >= (numbers[i - 1] ?? 0))
    if (ends.at(-1) !== Infinity || !rises(ends) || !rises(group.map(({ value }) => value)))
      throw new Error(`the buckets of ${name} ${labels} do not rise to +Inf`)
    const count = samples.find(
      (sample) => sample.name === `${name}_count` && JSON.stringify(sample.labels) === labels,
    )
    if (count?.value !== group.at(-1)?.value)
      throw new Error(`${name} ${labels} counts otherwise than its buckets`)
  }
}
