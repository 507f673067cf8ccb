import type { AuditVerified } from './audit.js'
import type { Told } from './enumeration.js'
import type { RevocationLag } from './revocation.js'
import type { Soak } from './soak.js'
import { numberText } from './table.js'
import type { Table } from './table.js'

const channels: Readonly<Record<RevocationLag['channel'], string>> = {
  none: 'as it comes',
  notify: 'withNotify',
  redis: 'withRedis',
}
const troubles: Readonly<Record<RevocationLag['trouble'], string>> = {
  none: '',
  cut: ', cut off',
  paused: ', silent',
  flapping: ', on and off',
}

/** What the long parts came to. */
export function revocationTable(lags: readonly RevocationLag[]): Table {
  return {
    title: 'A revocation seen by another process',
    note: 'How long after the revocation was answered a request began, at the latest, that the key was still good for, ms.',
    columns: ['', 'within 1 s', 'median', 'p99', 'longest'],
    rows: lags.map(({ database, channel, trouble, trials, withinASecond, ...ms }) => [
      `${database}, ${channels[channel]}${troubles[trouble]}`,
      `${String(withinASecond)} of ${String(trials)}`,
      ...[ms.median, ms.p99, ms.longest].map((value) => numberText(value, 0)),
    ]),
  }
}

export function soakTables(soaks: readonly Soak[]): readonly Table[] {
  return [
    {
      title: 'Verifications of all kinds over 64 connections, while keys are revoked',
      note: 'Valid, expired, revoked, disabled, of disabled owners, unknown, of another kind, altered.',
      columns: ['', 'verifications', 'revocations', 'false accepts', 'false rejects', 'answers ≥ 500'],
      rows: soaks.map(({ database, mixed }) => [
        database,
        ...[
          mixed.verified,
          mixed.revocations,
          mixed.falseAccepts,
          mixed.falseRejects,
          mixed.serverErrors,
        ].map((n) => numberText(n, 0)),
      ]),
    },
    {
      title: 'A flood of well-formed keys that nobody has, over 64 connections',
      note: 'One request in 100 brings a key that is good.',
      columns: ['', 'refused', 'good ones accepted', 'memory grew by, MiB', 'held on to, MiB'],
      rows: soaks.map(({ database, flood }) => [
        database,
        numberText(flood.refused, 0),
        numberText(flood.accepted, 0),
        numberText(flood.grownBytes / 1024 / 1024, 1),
        numberText(flood.heldBytes / 1024 / 1024, 1),
      ]),
    },
  ]
}

export function auditTable(audits: readonly AuditVerified[]): Table {
  return {
    title: 'The whole audit verified, in a process of its own',
    note: 'Every row and every seal read and checked; the most that the process held, and how much of that it held before.',
    columns: [
      '',
      'rows',
      'seals',
      'told progress',
      'seconds',
      'of CPU',
      'rows/s',
      'peak, MiB',
      'before, MiB',
    ],
    rows: audits.map(({ engine, rows, seals, told, seconds, cpuSeconds, peakBytes, bytesBefore }) => [
      engine,
      ...[rows, seals, told].map((n) => numberText(n, 0)),
      ...[seconds, cpuSeconds].map((n) => numberText(n, 1)),
      numberText(rows / seconds, 0),
      ...[peakBytes, bytesBefore].map((n) => numberText(n / 1024 / 1024, 0)),
    ]),
  }
}

export function enumerationTable(told: readonly Told[]): Table {
  return {
    title: 'Whether the time of an answer tells who and what there is',
    note: 'In process, on SQLite in memory, the two of a pair in an order by chance, nothing left out. Welch’s t; below 4.5 nothing is told.',
    columns: ['', 'there / not there', 'pairs', 'means, ms', 'medians, ms', 't', 'the machine'],
    rows: told.map(({ what, compared, pairs, meanMs, medianMs, t, unsteadiness }) => [
      what,
      compared,
      numberText(pairs, 0),
      ...[meanMs, medianMs].map((both) => both.map((ms) => numberText(ms, 3)).join(' / ')),
      numberText(t, 2),
      numberText(unsteadiness, 2),
    ]),
  }
}
