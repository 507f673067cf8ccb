import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineTitles, frameworkTitles, isLean, titleOf } from '../contenders.js'
import type { Framework } from '../contenders.js'
import type { Engine } from '../database.js'
import type { GuardComparison, Results } from '../results.js'
import type { AtSize } from '../size.js'
import type { BarGroup } from './bar-chart.js'
import { barChart } from './bar-chart.js'
import { lineChart } from './line-chart.js'

const engines: readonly Engine[] = ['sqlite', 'postgres']
const frameworks: readonly Framework[] = ['express', 'koa']

/** Draws what a run measured, into the pictures of the documents; answers their paths. */
export function writeCharts({ guard, size, betterAuth }: Results): readonly string[] {
  return [
    ...(guard ? [write('guard-throughput.svg', throughput(guard, betterAuth))] : []),
    ...(size ? [write('keys-cost.svg', costBySize(size))] : []),
  ]
}

function write(name: string, text: string): string {
  const path = join('docs', 'images', name)
  writeFileSync(path, text)
  return path
}

function throughput(guard: readonly GuardComparison[], betterAuth: string): string {
  return barChart({
    title: 'What a guard leaves of the throughput',
    subtitle: `Requests per second, without a guard = 1. better-auth is ${betterAuth.split(' ')[1] ?? ''}.`,
    series: engines.map((engine) => engineTitles[engine]),
    groups: frameworks.map((framework) => groupOf(guard, framework)),
  })
}

function groupOf(guard: readonly GuardComparison[], framework: Framework): BarGroup {
  const ofFramework = guard.filter((comparison) => comparison.framework === framework)
  const names = (ofFramework[0]?.standings.map(({ name }) => name) ?? []).filter((name) => !isLean(name))
  return {
    title: frameworkTitles[framework],
    rows: names.map((name) => ({
      label: titleOf(name, framework),
      ours: name.startsWith('keyward') ? 'ours' : 'others',
      values: engines.map(
        (engine) =>
          ofFramework
            .find((comparison) => comparison.engine === engine)
            ?.standings.find((standing) => standing.name === name)?.ofUnguarded.median,
      ),
    })),
  }
}

function costBySize(size: readonly AtSize[]): string {
  return lineChart({
    title: 'What one verification costs, by the number of keys that are stored',
    subtitle: 'CPU microseconds, SQLite',
    xTitle: 'API keys',
    series: [
      {
        name: 'cache off',
        colour: 'others',
        points: size.map(({ keys, cold }) => ({ x: keys, y: cold.median })),
      },
      {
        name: 'key in use',
        colour: 'ours',
        points: size.map(({ keys, warm }) => ({ x: keys, y: warm.median })),
      },
    ],
  })
}
