import type { ContenderName, Framework } from './contenders.js'
import { engineTitles, frameworkTitles } from './contenders.js'
import type { Engine } from './database.js'
import type { Baseline, Compared } from './guard.js'
import { isJudgeable, worst } from './machine.js'
import type { Unsteadiness } from './machine.js'
import type { Results } from './results.js'
import { numberText } from './table.js'
import type { Case, Taken } from './verification-process.js'

/** A goal beside what was measured. */
export interface Judged {
  readonly what: string
  readonly goal: string
  readonly measured: string
  readonly verdict: 'met' | 'missed' | 'too noisy to judge'
}

/** What was found, and how steady the machine was meanwhile; what is counted is as good on any machine. */
interface Found {
  readonly value: number
  readonly unsteadiness: Unsteadiness
}

interface Goal {
  readonly what: string
  readonly bound: '≥' | '≤'
  readonly value: number
  readonly digits: number
  /** `undefined` = not measured in this run. */
  measured(results: Results): Found | undefined
}

const engines: readonly Engine[] = ['sqlite', 'postgres']

const baselineTitles: Readonly<Record<Baseline, string>> = {
  unguarded: 'CPU of no guard ÷ guarded',
  'no-op': 'CPU of a guard that does nothing ÷ guarded',
  'by-hand': 'CPU of a coherent guard by hand ÷ guarded',
}

const goals: readonly Goal[] = [
  ...engines.map((engine) => ofBaseline({ framework: 'koa', engine, baseline: 'no-op' }, 0.92)),
  ofBaseline({ framework: 'koa', engine: 'sqlite', baseline: 'by-hand' }, 1.05),
  ...engines.map((engine) => ofBaseline({ framework: 'express', engine, baseline: 'unguarded' }, 0.92)),
  ...engines.map(ofHeaders),
  timesBetterAuth('sqlite', 9),
  timesBetterAuth('postgres', 7),
  cpu('hit', 'one verification of a key in use, CPU µs', 1),
  cpu('hit, strict', 'the same, strict, CPU µs', 4),
  cpu('junk', 'junk, CPU µs', 1),
  ofDriver('sqlite', 1.3),
  ofDriver('postgres', 1.2),
  ...engines.flatMap((engine) => [asked(engine, 'statements'), asked(engine, 'writes')]),
  {
    ...{ what: 'sign-ins/s ÷ better-auth', bound: '≥', value: 7, digits: 1 },
    measured: ({ signIn }) => signIn && { value: signIn.ratio.median, unsteadiness: signIn.unsteadiness },
  },
  {
    ...{ what: 'a sign-in beyond its one hash, CPU ms', bound: '≤', value: 1.5, digits: 2 },
    measured: ({ signIn }) =>
      signIn && { value: signIn.beyondHashMs.median, unsteadiness: signIn.unsteadiness },
  },
  {
    ...{ what: 'event-loop delay p99 while signing in, ms', bound: '≤', value: 10, digits: 1 },
    measured: ({ signIn }) =>
      signIn && { value: signIn.keyward.delayP99Ms.median, unsteadiness: signIn.unsteadiness },
  },
  {
    ...{ what: 'answers told apart by their time, highest |t|', bound: '≤', value: 4.5, digits: 2 },
    measured: ({ enumeration }) =>
      enumeration && {
        value: Math.max(...enumeration.map(({ t }) => Math.abs(t))),
        unsteadiness: worst(enumeration.map(({ unsteadiness }) => unsteadiness)),
      },
  },
  {
    ...{ what: 'importing, CPU ÷ better-auth', bound: '≤', value: 0.6, digits: 2 },
    measured: ({ imports }) => imports && { value: imports.ratio.median, unsteadiness: imports.unsteadiness },
  },
  {
    // Within 20 % of one value: the dearest is at most 1.2 ÷ 0.8 of the cheapest.
    ...{ what: 'dearest ÷ cheapest number of keys, keys in use', bound: '≤', value: 1.5, digits: 2 },
    measured({ size = [] }) {
      const costs = size.map(({ warm }) => warm.median)
      if (costs.length < 2) return undefined
      return {
        value: Math.max(...costs) / Math.min(...costs),
        unsteadiness: worst(size.map(({ unsteadiness }) => unsteadiness)),
      }
    },
  },
  {
    ...{
      what: 'a miss ÷ the driver’s own read, at the worst number of keys',
      bound: '≤',
      value: 1.3,
      digits: 2,
    },
    measured({ size = [] }) {
      if (size.length === 0) return undefined
      return {
        value: Math.max(...size.map(({ cold, driver }) => cold.median / driver.median)),
        unsteadiness: worst(size.map(({ unsteadiness }) => unsteadiness)),
      }
    },
  },
]

/** Each goal that this run has measured something for. */
export function judged(results: Results): readonly Judged[] {
  return goals.flatMap(({ what, bound, value, digits, measured }) => {
    const found = measured(results)
    if (found === undefined) return []
    const met = bound === '≥' ? found.value >= value : found.value <= value
    return [
      {
        ...{ what, goal: `${bound} ${String(value)}`, measured: numberText(found.value, digits) },
        verdict: isJudgeable(found.unsteadiness) ? (met ? 'met' : 'missed') : 'too noisy to judge',
      } as const,
    ]
  })
}

function ofBaseline(
  {
    framework,
    engine,
    baseline,
  }: { readonly framework: Framework; readonly engine: Engine; readonly baseline: Baseline },
  value: number,
): Goal {
  return {
    what: `${frameworkTitles[framework]}, ${baselineTitles[baseline]}, ${engineTitles[engine]}`,
    ...{ bound: '≥', value, digits: 2 },
    measured(results) {
      const compared = comparison(results, framework, engine)
      const found = compared?.standings.find(({ name }) => name === 'keyward')?.cpuOf[baseline]
      return compared && found && { value: found.median, unsteadiness: compared.unsteadiness }
    },
  }
}

/** What 12 further headers cost a guarded request more than an unguarded one. */
function ofHeaders(engine: Engine): Goal {
  return {
    what: `Koa, what 12 headers add beyond what they add without a guard, CPU µs, ${engineTitles[engine]}`,
    ...{ bound: '≤', value: 0.3, digits: 2 },
    measured(results) {
      const compared = comparison(results, 'koa', engine)
      const cpuOf = (name: ContenderName): number | undefined =>
        compared?.standings.find((standing) => standing.name === name)?.cpuMicroseconds.median
      const [many, few] = [cpuOf('keyward'), cpuOf('keyward-lean')]
      const [plainMany, plainFew] = [cpuOf('unguarded'), cpuOf('unguarded-lean')]
      if (!compared || !many || !few || !plainMany || !plainFew) return undefined
      return { value: many - few - (plainMany - plainFew), unsteadiness: compared.unsteadiness }
    },
  }
}

function timesBetterAuth(engine: Engine, value: number): Goal {
  return {
    what: `Express, requests/s ÷ better-auth, ${engineTitles[engine]}`,
    ...{ bound: '≥', value, digits: 1 },
    measured(results) {
      const compared = comparison(results, 'express', engine)
      const perSecond = (name: ContenderName): number | undefined =>
        compared?.standings.find((standing) => standing.name === name)?.requestsPerSecond.median
      const [ours, theirs] = [perSecond('keyward'), perSecond('better-auth')]
      return compared && ours && theirs
        ? { value: ours / theirs, unsteadiness: compared.unsteadiness }
        : undefined
    },
  }
}

function cpu(kind: Case, what: string, value: number): Goal {
  return {
    ...{ what, bound: '≤', value, digits: 2 },
    measured(results) {
      const taken = results.verification?.sqlite?.[kind]
      return taken && { value: taken.cpuMicroseconds.median, unsteadiness: taken.unsteadiness }
    },
  }
}

function ofDriver(engine: Engine, value: number): Goal {
  return {
    what: `a miss ÷ the driver’s own prepared read, CPU, ${engineTitles[engine]}`,
    ...{ bound: '≤', value, digits: 2 },
    measured({ verification }) {
      const [ours, driver] = [verification?.[engine]?.miss, verification?.[engine]?.driver]
      if (!ours || !driver) return undefined
      const both: readonly Taken[] = [ours, driver]
      return {
        value: ours.cpuMicroseconds.median / driver.cpuMicroseconds.median,
        unsteadiness: worst(both.map(({ unsteadiness }) => unsteadiness)),
      }
    },
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
      return found === undefined ? undefined : { value: Math.floor(found * 100) / 100, unsteadiness: 1 }
    },
  }
}

function comparison({ guard }: Results, framework: Framework, engine: Engine): Compared | undefined {
  return guard?.find((of) => of.framework === framework && of.engine === engine)
}
