import { engineTitles, frameworkTitles, titleOf } from './contenders.js'
import type { Engine } from './database.js'
import { judged } from './goals.js'
import type { GuardComparison, Results } from './results.js'
import type { SignInComparison } from './sign-in.js'
import { auditTable, revocationTable, soakTables } from './soak-tables.js'
import type { AtSize } from './size.js'
import type { Table } from './table.js'
import { numberText, spreadText } from './table.js'
import type { Case } from './verification-process.js'
import type { Verifications } from './verification.js'

/** All tables of a run, the goals last. */
export function tablesOf(results: Results): readonly Table[] {
  const { guard = [], verification = {}, signIn, size, revocations, soak, audit } = results
  return [
    ...guard.map((comparison) => guardTable(comparison, results)),
    ...Object.entries(verification).map(([engine, taken]) =>
      verificationTable(engine as Engine, taken, results.betterAuth),
    ),
    ...(signIn ? [signInTable(signIn, results.betterAuth)] : []),
    ...(size ? [sizeTable(size)] : []),
    ...(revocations ? [revocationTable(revocations)] : []),
    ...(soak ? soakTables(soak) : []),
    ...(audit ? [auditTable(audit)] : []),
    ...goalTable(results),
  ]
}

function guardTable({ engine, framework, standings }: GuardComparison, { settings }: Results): Table {
  const { keys, keysInUse, rounds, secondsPerRound } = settings
  return {
    title: `A guard on ${frameworkTitles[framework]}, ${engineTitles[engine]}`,
    note:
      `${numberText(keysInUse, 0)} of ${numberText(keys, 0)} keys in use; without a cache all of them, at random. ` +
      `14 headers. ${String(rounds)} rounds of ${String(secondsPerRound)} s in turns: median (lowest–highest).`,
    columns: ['', 'requests/s', '÷ no guard', 'CPU µs/request', 'CPU of no guard ÷ its own', 'server busy'],
    rows: standings.map(({ name, ...of }) => [
      titleOf(name, framework),
      spreadText(of.requestsPerSecond, 0),
      spreadText(of.ofUnguarded, 2),
      spreadText(of.cpuMicroseconds, 1),
      spreadText(of.ofUnguardedCpu, 2),
      `${numberText(of.busy.median * 100, 0)} %`,
    ]),
  }
}

const caseTitles: Readonly<Record<Case, string>> = {
  hit: 'keyward, key in use',
  'hit, 2 headers': 'keyward, key in use, 2 headers',
  'hit, strict': 'keyward, key in use, strict',
  'hit, traced': 'keyward, key in use, keyward/otel, each traced',
  'hit, not sampled': 'keyward, key in use, keyward/otel, none sampled',
  miss: 'keyward, cache off',
  unknown: 'keyward, well-formed unknown key',
  junk: 'keyward, junk',
  'find-one': 'TypeORM findOne by hand',
  'better-auth': '',
}

function verificationTable(engine: Engine, taken: Verifications, betterAuth: string): Table {
  return {
    title: `One verification, ${engineTitles[engine]}`,
    note: 'In process, without HTTP, 14 headers; 32 to a turn of the event loop. Median (lowest–highest) of the rounds.',
    columns: ['', 'CPU µs', 'SQL statements', 'looks at data_version', 'rows written'],
    rows: Object.entries(taken).map(([kind, { cpuMicroseconds, asked }]) => [
      caseTitles[kind as Case] || `${betterAuth} verifyApiKey`,
      spreadText(cpuMicroseconds, 1),
      ...[asked.statements, asked.glances, asked.writes].map((n) => numberText(n, 2)),
    ]),
  }
}

function signInTable({ keyward, betterAuth, ratio }: SignInComparison, name: string): Table {
  return {
    title: 'Signing in with a password, SQLite',
    note: `Four in flight, in turns; keyward ÷ ${name}: ${spreadText(ratio, 1)}.`,
    columns: ['', 'sign-ins/s', 'event-loop delay p99, ms'],
    rows: [
      ['keyward, argon2id m=19456 t=2', spreadText(keyward.perSecond, 0), spreadText(keyward.delayP99Ms, 1)],
      [`${name}, scrypt`, spreadText(betterAuth.perSecond, 0), spreadText(betterAuth.delayP99Ms, 1)],
    ],
  }
}

function sizeTable(sizes: readonly AtSize[]): Table {
  return {
    title: 'One verification by the number of keys, SQLite',
    note: 'CPU µs in process: keys in use, and with the cache off any of 100,000 at random among all.',
    columns: ['keys', 'key in use', 'cache off', 'filled in'],
    rows: sizes.map(({ keys, warm, cold, fillSeconds }) => [
      numberText(keys, 0),
      spreadText(warm, 1),
      spreadText(cold, 1),
      `${numberText(fillSeconds, 1)} s`,
    ]),
  }
}

function goalTable(results: Results): readonly Table[] {
  const rows = judged(results)
  if (rows.length === 0) return []
  return [
    {
      title: 'Goals',
      note: 'Medians of this run.',
      columns: ['', 'goal', 'measured', ''],
      rows: rows.map(({ what, goal, measured, met }) => [what, goal, measured, met ? 'met' : 'missed']),
    },
  ]
}
