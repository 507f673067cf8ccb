import { engineTitles, frameworkTitles, titleOf } from './contenders.js'
import type { Engine } from './database.js'
import { judged } from './goals.js'
import type { GuardComparison, Results } from './results.js'
import type { SignInComparison } from './sign-in.js'
import { auditTable, enumerationTable, revocationTable, soakTables } from './soak-tables.js'
import type { AtSize } from './size.js'
import type { Table } from './table.js'
import { numberText, spreadText } from './table.js'
import type { ImportCost } from './imports.js'
import type { AtKeysInUse } from './keys-in-use.js'
import type { Unsteadiness } from './machine.js'
import { isJudgeable, worst } from './machine.js'
import type { Spread } from './spread.js'
import type { Case } from './verification-process.js'
import type { Verifications } from './verification.js'

/** All tables of a run, the goals last. */
export function tablesOf(results: Results): readonly Table[] {
  const { guard = [], keysInUse, verification = {}, signIn, imports, size } = results
  const { revocations, soak, audit, enumeration } = results
  return [
    ...guard.map((comparison) => guardTable(comparison, results)),
    ...(keysInUse ? [keysInUseTable(keysInUse)] : []),
    ...Object.entries(verification).map(([engine, taken]) =>
      verificationTable(engine as Engine, taken, results.betterAuth),
    ),
    ...(signIn ? [signInTable(signIn, results.betterAuth)] : []),
    ...(imports ? [importTable(imports, results.betterAuth)] : []),
    ...(size ? [sizeTable(size)] : []),
    ...(revocations ? [revocationTable(revocations)] : []),
    ...(soak ? soakTables(soak) : []),
    ...(audit ? [auditTable(audit)] : []),
    ...(enumeration ? [enumerationTable(enumeration)] : []),
    ...goalTable(results),
  ]
}

function guardTable(
  { engine, framework, standings, unsteadiness }: GuardComparison,
  { settings }: Results,
): Table {
  const { keys, keysInUse, rounds, secondsPerRound } = settings
  return {
    title: `A guard on ${frameworkTitles[framework]}, ${engineTitles[engine]}`,
    note:
      `${numberText(keysInUse, 0)} of ${numberText(keys, 0)} keys in use; without a cache all of them, at random. ` +
      `14 headers but where it says 2. ${String(rounds)} rounds of ${String(secondsPerRound)} s in turns: median (lowest–highest). ` +
      machineNote(unsteadiness),
    columns: [
      ...['', 'requests/s', '÷ no guard', 'CPU µs/request', 'CPU of no guard ÷ its own'],
      ...['CPU of a guard that does nothing ÷ its own', 'server busy'],
    ],
    rows: standings.map(({ name, ...of }) => [
      titleOf(name, framework),
      spreadText(of.requestsPerSecond, 0),
      spreadText(of.ofUnguarded, 2),
      spreadText(of.cpuMicroseconds, 1),
      ...(['unguarded', 'no-op'] as const).map((baseline) => optional(of.cpuOf[baseline])),
      `${numberText(of.busy.median * 100, 0)} %`,
    ]),
  }
}

function optional(found: Spread | undefined): string {
  return found ? spreadText(found, 2) : ''
}

function machineNote(unsteadiness: Unsteadiness): string {
  return `The machine: ${numberText(unsteadiness, 2)}${isJudgeable(unsteadiness) ? '' : ', too noisy to judge'}.`
}

function keysInUseTable(all: readonly AtKeysInUse[]): Table {
  const names = ['unguarded', 'no-op', 'by-hand', 'keyward'] as const
  const cpuOf = ({ standings }: AtKeysInUse, wanted: string): string => {
    const found = standings.find(({ name }) => name === wanted)
    return found ? spreadText(found.cpuMicroseconds, 1) : ''
  }
  return {
    title: 'A guard on Koa by the number of keys in use, SQLite',
    note: `CPU µs a request, 14 headers. ${machineNote(worst(all.map(({ unsteadiness }) => unsteadiness)))}`,
    columns: ['keys in use', ...names.map((name) => titleOf(name, 'koa'))],
    rows: all.map((at) => [numberText(at.keysInUse, 0), ...names.map((name) => cpuOf(at, name))]),
  }
}

function importTable({ keyward, betterAuth, ratio, unsteadiness }: ImportCost, name: string): Table {
  return {
    title: 'Importing',
    note: `CPU ms of a process, beyond what the host imports anyway; keyward ÷ ${name}: ${spreadText(ratio, 2)}. ${machineNote(unsteadiness)}`,
    columns: ['', 'CPU ms'],
    rows: [
      ['keyward, keyward/express, keyward/typeorm', spreadText(keyward, 0)],
      [`${name} with its API keys`, spreadText(betterAuth, 0)],
    ],
  }
}

const caseTitles: Readonly<Record<Case, string>> = {
  hit: 'keyward, key in use',
  'hit, 2 headers': 'keyward, key in use, 2 headers',
  'hit, strict': 'keyward, key in use, strict',
  'hit, traced': 'keyward, key in use, keyward/otel, each traced',
  'hit, not sampled': 'keyward, key in use, keyward/otel, none sampled',
  miss: 'keyward, cache off',
  driver: 'the driver’s own prepared read of the same row',
  unknown: 'keyward, well-formed unknown key',
  junk: 'keyward, junk',
  'find-one': 'TypeORM findOne by hand',
  'better-auth': '',
}

function verificationTable(engine: Engine, taken: Verifications, betterAuth: string): Table {
  return {
    title: `One verification, ${engineTitles[engine]}`,
    note:
      'In process, without HTTP, 14 headers; 32 to a turn of the event loop. Median (lowest–highest) of the rounds. ' +
      machineNote(worst(Object.values(taken).map(({ unsteadiness }) => unsteadiness))),
    columns: ['', 'CPU µs', 'SQL statements', 'looks at data_version', 'rows written'],
    rows: Object.entries(taken).map(([kind, { cpuMicroseconds, asked }]) => [
      caseTitles[kind as Case] || `${betterAuth} verifyApiKey`,
      spreadText(cpuMicroseconds, 1),
      ...[asked.statements, asked.glances, asked.writes].map((n) => numberText(n, 2)),
    ]),
  }
}

function signInTable(
  { keyward, betterAuth, ratio, beyondHashMs, unsteadiness }: SignInComparison,
  name: string,
): Table {
  return {
    title: 'Signing in with a password, SQLite',
    note:
      `Four in flight, in turns; keyward ÷ ${name}: ${spreadText(ratio, 1)}. ` +
      `CPU of a sign-in beyond that of its one hash: ${spreadText(beyondHashMs, 2)} ms. ${machineNote(unsteadiness)}`,
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
    note:
      'CPU µs in process: keys in use, and with the cache off any of 100,000 at random among all. ' +
      machineNote(worst(sizes.map(({ unsteadiness }) => unsteadiness))),
    columns: ['keys', 'key in use', 'cache off', 'the driver’s own read', 'filled in'],
    rows: sizes.map(({ keys, warm, cold, driver, fillSeconds }) => [
      numberText(keys, 0),
      spreadText(warm, 1),
      spreadText(cold, 1),
      spreadText(driver, 1),
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
      note: 'Medians of this run. CPU decides; where the machine was unsteady while it was measured, nothing is judged.',
      columns: ['', 'goal', 'measured', ''],
      rows: rows.map(({ what, goal, measured, verdict }) => [what, goal, measured, verdict]),
    },
  ]
}
