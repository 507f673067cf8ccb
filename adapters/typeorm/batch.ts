import type { Write } from '../../src/store/write.js'
import type { Engine, Statement } from './engine.js'
import { conflict, failureOf, unavailable } from './errors.js'
import type { Sql } from './sql.js'
import type { AnyTable } from './tables.js'
import { backOff, timeLimitMs } from './time-limit.js'

/** A write of this adapter's: the statements it takes, in order. */
export interface PreparedWrite extends Write {
  readonly statements: readonly Statement[]
}

/** A write the whole commit depends on: each of its statements must hit exactly one row. */
export function mustHit(...statements: readonly Sql[]): PreparedWrite {
  return { affects: 1, statements: statements.map((sql) => ({ sql, affects: 1 })) }
}

/** A write that is welcome to hit nothing. */
export function mayHit(...statements: readonly Sql[]): PreparedWrite {
  return { affects: 'any', statements: statements.map((sql) => ({ sql, affects: 'any' })) }
}

/** Several writes as one. */
export function inOrder(...writes: readonly PreparedWrite[]): PreparedWrite {
  return {
    affects: writes.some(({ affects }) => affects === 1) ? 1 : 'any',
    statements: writes.flatMap(({ statements }) => statements),
  }
}

/** Carries writes out in one transaction, trying again for three seconds when it met another; see `Store.commit`. */
export async function commit(
  engine: Engine,
  writes: readonly Write[],
  tables: readonly AnyTable[],
): Promise<boolean> {
  const statements = writes.flatMap(statementsOf)
  if (statements.length === 0) return true
  const end = performance.now() + timeLimitMs
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
      // The user went away meanwhile: a condition that did not hold.
      if (failure === 'owner_missing') return false
      if (failure !== 'retry' || performance.now() > end) throw unavailable(error)
    }
    await backOff(tries)
  }
}

function statementsOf(write: Write): readonly Statement[] {
  // A port of another store would be mistaken for an empty write otherwise.
  if (!('statements' in write)) throw new TypeError('a write must come from a port of the same store')
  return (write as PreparedWrite).statements
}
