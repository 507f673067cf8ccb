import { counted, timeLeftMs } from '../../../src/store/time-limit.js'
import type { Write } from '../../../src/store/write.js'
import type { Sql } from '../query/sql.js'
import type { AnyTable } from '../query/tables.js'
import { backOff } from './back-off.js'
import type { Engine, Statement } from './engine.js'
import { conflict, failureOf, unavailable } from './errors.js'

/** A write of this adapter's, with the statements that carry it out, in order. */
export interface PreparedWrite extends Write {
  readonly statements: readonly Statement[]
}

/** Makes a write on which the whole commit depends: each of its statements must hit exactly one row. */
export function mustHit(...statements: readonly Sql[]): PreparedWrite {
  return { affects: 1, statements: statements.map((sql) => ({ sql, affects: 1 })) }
}

/** Makes a write that may as well hit nothing. */
export function mayHit(...statements: readonly Sql[]): PreparedWrite {
  return { affects: 'any', statements: statements.map((sql) => ({ sql, affects: 'any' })) }
}

/** Makes of a write one after which nothing counts any more that a verification has read before. */
export function revoking(write: PreparedWrite): PreparedWrite {
  return { ...write, revokes: true }
}

/** Makes of a write one that leaves a notice to be told. */
export function notifying(write: PreparedWrite): PreparedWrite {
  return { ...write, notifies: true }
}

/** Makes one write of several. */
export function inOrder(...writes: readonly PreparedWrite[]): PreparedWrite {
  return {
    affects: writes.some(({ affects }) => affects === 1) ? 1 : 'any',
    ...(writes.some(({ revokes }) => revokes) && { revokes: true }),
    ...(writes.some(({ notifies }) => notifies) && { notifies: true }),
    statements: writes.flatMap(({ statements }) => statements),
  }
}

/** Carries writes out in one transaction, and tries again for three seconds while it meets others; see `Store.commit`. */
export async function commit(
  engine: Engine,
  writes: readonly Write[],
  tables: readonly AnyTable[],
): Promise<boolean> {
  const statements = writes.flatMap(statementsOf)
  if (statements.length === 0) return true
  return counted(() => tried(engine, statements, tables))
}

async function tried(
  engine: Engine,
  statements: readonly Statement[],
  tables: readonly AnyTable[],
): Promise<boolean> {
  const end = performance.now() + timeLeftMs()
  for (let tries = 0; ; tries++) {
    try {
      return await engine.attempt(statements)
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'unique')
        throw conflict(
          error,
          tables.map(({ metadata }) => metadata),
        )
      // The user was removed meanwhile, which is a condition of the commit that did not hold.
      if (failure === 'owner_missing') return false
      if (failure !== 'retry' || performance.now() > end) throw unavailable(error)
    }
    await backOff(tries)
  }
}

function statementsOf(write: Write): readonly Statement[] {
  // The write of another store's port would otherwise be taken for one that does nothing.
  if (!isPrepared(write)) throw new TypeError('a write must come from a port of the same store')
  return write.statements
}

function isPrepared(write: Write): write is PreparedWrite {
  return 'statements' in write
}
