import type { ContenderName, Framework } from './contenders.js'
import { engineTitles, frameworkTitles } from './contenders.js'
import type { Engine } from './database.js'
import type { Standing } from './guard.js'
import type { Results } from './results.js'
import { numberText } from './table.js'
import type { Case } from './verification-process.js'

/** A goal beside what was measured. */
export interface Judged {
  readonly what: string
  readonly goal: string
  readonly measured: string
  readonly met: boolean
}

interface Goal {
  readonly what: string
  readonly bound: '≥' | '≤'
  readonly value: number
  readonly digits: number
  /** `undefined` = not measured in this run. */
  measured(results: Results): number | undefined
}

const engines: readonly Engine[] = ['sqlite', 'postgres']

const goals: readonly Goal[] = [
  ...engines.map((engine) => ofUnguarded('koa', engine, 'keyward', 0.92)),
  ...engines.map((engine) => ofUnguarded('express', engine, 'keyward', 0.9)),
  ofUnguarded('express', 'sqlite', 'keyward-cold', 0.8),
  ofUnguarded('express', 'postgres', 'keyward-cold', 0.45),
  timesBetterAuth('sqlite', 9),
  timesBetterAuth('postgres', 7),
  cpu('hit', 'one verification of a key in use, CPU µs', 1),
  {
    ...{ what: 'what 12 further headers add to it, CPU µs', bound: '≤', value: 0.1, digits: 2 },
    measured({ verification }) {
      const [many, few] = [verification?.sqlite?.hit, verification?.sqlite?.['hit, 2 headers']]
      return many && few && many.cpuMicroseconds.median - few.cpuMicroseconds.median
    },
  },
  cpu('hit, strict', 'the same, strict, CPU µs', 4),
  cpu('junk', 'junk, CPU µs', 1),
  ...engines.flatMap((engine) => [asked(engine, 'statements'), asked(engine, 'writes')]),
  {
    ...{ what: 'sign-ins/s ÷ better-auth', bound: '≥', value: 7, digits: 1 },
    measured: ({ signIn }) => signIn?.ratio.median,
  },
  {
    ...{ what: 'event-loop delay p99 while signing in, ms', bound: '≤', value: 10, digits: 1 },
    measured: ({ signIn }) => signIn?.keyward.delayP99Ms.median,
  },
  flat('warm', 'keys in use'),
  flat('cold', 'cache off'),
]

/** Each goal that this run has measured something for. */
export function judged(results: Results): readonly Judged[] {
  return goals.flatMap(({ what, bound, value, digits, measured }) => {
    const found = measured(results)
    if (found === undefined) return []
    const met = bound === '≥' ? found >= value : found <= value
    return [{ what, goal: `${bound} ${String(value)}`, measured: numberText(found, digits), met }]
  })
}

function ofUnguarded(framework: Framework, engine: Engine, name: ContenderName, value: number): Goal {
  const how = name === 'keyward-cold' ? 'cache off' : 'keys in use'
  return {
    what: `${frameworkTitles[framework]}, guarded ÷ unguarded, ${how}, ${engineTitles[engine]}`,
    ...{ bound: '≥', value, digits: 2 },
    measured: (results) => standing(results, { framework, engine, name })?.ofUnguarded.median,
  }
}

function timesBetterAuth(engine: Engine, value: number): Goal {
  return {
    what: `Express, requests/s ÷ better-auth, ${engineTitles[engine]}`,
    ...{ bound: '≥', value, digits: 1 },
    measured(results) {
      const ours = standing(results, { framework: 'express', engine, name: 'keyward' })
      const theirs = standing(results, { framework: 'express', engine, name: 'better-auth' })
      return ours && theirs && ours.requestsPerSecond.median / theirs.requestsPerSecond.median
    },
  }
}

function cpu(kind: Case, what: string, value: number): Goal {
  return {
    ...{ what, bound: '≤', value, digits: 2 },
    measured: ({ verification }) => verification?.sqlite?.[kind]?.cpuMicroseconds.median,
  }
}

function asked(engine: Engine, which: 'statements' | 'writes'): Goal {
  const name = { statements: 'SQL statements', writes: 'rows written' }[which]
  return {
    what: `${name} per verification of a key in use, ${engineTitles[engine]}`,
    ...{ bound: '≤', value: 0, digits: 2 },
    measured({ verification }) {
      const found = verification?.[engine]?.hit?.asked[which]
      // The first use of each key reads it, and PostgreSQL is asked for revocations now and then.
      return found === undefined ? undefined : Math.floor(found * 100) / 100
    },
  }
}

/** Within 20 % of one value: the dearest is at most 1.2 ÷ 0.8 of the cheapest. */
function flat(which: 'warm' | 'cold', how: string): Goal {
  return {
    ...{ what: `dearest ÷ cheapest number of keys, ${how}`, bound: '≤', value: 1.5, digits: 2 },
    measured({ size = [] }) {
      const costs = size.map((at) => at[which].median)
      return costs.length < 2 ? undefined : Math.max(...costs) / Math.min(...costs)
    },
  }
}

function standing(
  { guard }: Results,
  of: { readonly framework: Framework; readonly engine: Engine; readonly name: ContenderName },
): Standing | undefined {
  return guard
    ?.find(({ framework, engine }) => framework === of.framework && engine === of.engine)
    ?.standings.find(({ name }) => name === of.name)
}
