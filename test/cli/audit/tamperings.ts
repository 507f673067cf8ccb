import { auditProof } from '../../../src/audit-trail/proof.js'
import type { AuditFaultKind } from '../../../src/audit-trail/fault.js'
import { rowsOfSeal, sealOver } from '../../../src/audit-trail/sealing.js'
import type { Store } from '../../../src/store.js'
import { newConfiguredSecret } from '../../support/app.js'

/** What somebody has who can write to the database, and lacks the secrets. */
interface Hands {
  query(sql: string): Promise<unknown>
  /** The app seals what no seal holds, as it does by itself. */
  seal(): Promise<void>
  readonly store: Store
}

/** Something that is done to an audit of three seals over `a1` to `a3`, `b1` to `b3` and `c1` to `c3`, and of `d1`, which none holds. */
export interface Tampering {
  readonly how: (hands: Hands) => Promise<unknown>
  readonly kind: AuditFaultKind
  readonly seal: number | null
  /** The row that is named, by whom it is about; `forged` = the one of that id. */
  readonly row?: string
}

const events = 'keyward_audit_event'
const seals = 'keyward_audit_seal'
const of = (...rows: readonly string[]): string =>
  `WHERE subject_name IN (${rows.map((row) => `'${row}'`).join(', ')})`

const run =
  (...statements: readonly string[]): Tampering['how'] =>
  async ({ query }) => {
    for (const statement of statements) await query(statement)
  }

/** Copies a row as it stands, but for its id and what is said otherwise. */
function copied(row: string, instead: Readonly<Record<string, string>>): Tampering['how'] {
  return async ({ query }) => {
    const columns = (await query(`SELECT name FROM pragma_table_info('${events}')`)) as { name: string }[]
    const names = columns.map(({ name }) => `"${name}"`)
    const changed: Readonly<Record<string, string>> = { id: "'forged'", ...instead }
    const values = columns.map(({ name }) => changed[name] ?? `"${name}"`)
    await query(
      `INSERT INTO ${events} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${events} ${of(row)}`,
    )
  }
}

/** Exchanges what two rows are known by, which is unique. */
function exchanged(table: string, key: string, [one, other]: readonly [string, string]): Tampering['how'] {
  return run(
    `CREATE TEMP TABLE a AS SELECT ${key} FROM ${table} ${one}`,
    `CREATE TEMP TABLE b AS SELECT ${key} FROM ${table} ${other}`,
    `UPDATE ${table} SET ${key} = -1 ${one}`,
    `UPDATE ${table} SET ${key} = (SELECT ${key} FROM a) ${other}`,
    `UPDATE ${table} SET ${key} = (SELECT ${key} FROM b) WHERE ${key} = -1 OR ${key} = '-1'`,
  )
}

/** Takes a row away, and makes its seal anew by a secret of one's own. */
const sealedAnew: Tampering['how'] = async ({ query, store }) => {
  await query(`DELETE FROM ${events} ${of('b2')}`)
  const [before = null, old] = await store.auditSeals.list(1, 2)
  const rows = (await store.auditSeals.sealed(2, rowsOfSeal)).map(({ event }) => event)
  const proof = auditProof({ secrets: [newConfiguredSecret()] })
  const { ids, count, root, mac } = sealOver(rows, before, { at: old?.at ?? 0, proof })
  await query(
    `UPDATE ${seals} SET ids = '${JSON.stringify(ids)}', row_count = ${String(count)}, root = '${root}', mac = '${mac}' WHERE number = 2`,
  )
}

/** Takes a row away with all seals, and has the app seal what is left. */
const madeAnew: Tampering['how'] = async ({ query, seal }) => {
  await query(`DELETE FROM ${events} ${of('b2')}`)
  await query(`DELETE FROM ${seals}`)
  await query(`UPDATE ${events} SET seal = NULL`)
  await seal()
}

const changedRow = { kind: 'row_changed', seal: 2 } as const
const removedRow = { kind: 'row_removed', seal: 2 } as const
const addedRow = { kind: 'row_added', seal: 2 } as const
const changedSeal = { kind: 'seal_changed', seal: 2 } as const

/** Those that a verification finds by itself, as docs/audit.md names them. */
export const tamperings: Readonly<Record<string, Tampering>> = {
  'a row changed': { ...changedRow, how: run(`UPDATE ${events} SET ip = '::1' ${of('b2')}`), row: 'b2' },
  'a row changed before a seal holds it': {
    how: run(`UPDATE ${events} SET ip = '::1' ${of('d1')}`),
    ...{ kind: 'row_changed', seal: null, row: 'd1' },
  },
  'a row removed': { ...removedRow, how: run(`DELETE FROM ${events} ${of('b2')}`), row: 'b2' },
  'the last row of the newest seal removed': {
    how: run(`DELETE FROM ${events} ${of('c3')}`),
    ...{ kind: 'row_removed', seal: 3, row: 'c3' },
  },
  'the rows of a seal removed, all of them': {
    ...{ ...removedRow, how: run(`DELETE FROM ${events} ${of('b1', 'b2', 'b3')}`), row: 'b1' },
  },
  'the rows of a seal removed, as if they were pruned': {
    ...changedSeal,
    how: run(
      `DELETE FROM ${events} WHERE seal = 2`,
      `UPDATE ${seals} SET pruned_at = at, ids = NULL WHERE number = 2`,
    ),
  },
  'a row added': {
    how: copied('b2', { seal: 'NULL', mac: 'NULL' }),
    ...{ kind: 'row_added', seal: null, row: 'forged' },
  },
  'a row added under a seal, by a copy of another': { ...addedRow, how: copied('b2', {}), row: 'forged' },
  'a row added to a seal that was made before it': {
    ...{ ...addedRow, how: run(`UPDATE ${events} SET seal = 2 ${of('d1')}`), row: 'd1' },
  },
  'a row moved to another seal': {
    how: run(`UPDATE ${events} SET seal = 2 ${of('a2')}`),
    ...{ kind: 'row_removed', seal: 1, row: 'a2' },
  },
  'a row moved out of its seal, as if none held it': {
    ...{ ...removedRow, how: run(`UPDATE ${events} SET seal = NULL ${of('b2')}`), row: 'b2' },
  },
  'two rows reordered, by their ids': {
    ...{ ...changedRow, how: exchanged(events, 'id', [of('b1'), of('b2')]), row: 'b1' },
  },
  'two rows reordered, by their times': {
    ...changedRow,
    how: run(`UPDATE ${events} SET at = at + 5 ${of('b1')}`, `UPDATE ${events} SET at = at - 5 ${of('b2')}`),
    row: 'b1',
  },
  'two rows reordered, from one seal to the other': {
    ...addedRow,
    how: run(`UPDATE ${events} SET seal = 3 ${of('b3')}`, `UPDATE ${events} SET seal = 2 ${of('c1')}`),
    row: 'c1',
  },
  'a seal changed': { ...changedSeal, how: run(`UPDATE ${seals} SET at = at + 5 WHERE number = 2`) },
  'a seal replaced without the key, over the rows that are left': { ...changedSeal, how: sealedAnew },
  'a seal replaced by the one after it': {
    ...changedSeal,
    how: run(`DELETE FROM ${seals} WHERE number = 2`, `UPDATE ${seals} SET number = 2 WHERE number = 3`),
  },
  'two seals reordered': {
    ...changedSeal,
    how: exchanged(seals, 'number', ['WHERE number = 2', 'WHERE number = 3']),
  },
  'a seal removed': {
    how: run(`DELETE FROM ${seals} WHERE number = 2`),
    ...{ kind: 'seal_removed', seal: 2 },
  },
  'a seal removed, with all its rows': {
    how: run(`DELETE FROM ${seals} WHERE number = 1`, `DELETE FROM ${events} WHERE seal = 1`),
    ...{ kind: 'seal_removed', seal: 1 },
  },
  'the newest seal removed': {
    how: run(`DELETE FROM ${seals} WHERE number = 3`),
    ...{ kind: 'seal_removed', seal: 3, row: 'c1' },
  },
}

/** Those that only somebody finds who has kept what was seen before. */
export const onlyByAnchor: Readonly<Record<string, Tampering>> = {
  'the newest seal removed, with all its rows': {
    how: run(`DELETE FROM ${seals} WHERE number = 3`, `DELETE FROM ${events} WHERE seal = 3`),
    ...{ kind: 'seal_removed', seal: 3 },
  },
  'the whole audit removed': {
    how: run(`DELETE FROM ${seals}`, `DELETE FROM ${events}`),
    ...{ kind: 'seal_removed', seal: 1 },
  },
  'a row removed with the seals from there on, and the app left to seal the others': {
    ...{ how: madeAnew, kind: 'seal_replaced', seal: 1 },
  },
}
