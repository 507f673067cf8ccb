import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../error.js'

/** What a check has found. */
export interface Diagnosed {
  /** Stays the same from version to version: the family, a dot, what was looked at. */
  readonly id: string
  readonly status: 'ok' | 'warning' | 'fault'
  /** What is so, in a sentence. */
  readonly detail: string
  /** How to mend it; empty where nothing is to be mended. */
  readonly mend: string
}

/** Checks that look at the same thing. */
export interface Family {
  /** Names what failed where it could not be looked at. */
  readonly id: string
  look(): Promise<readonly Diagnosed[]>
}

/** How long a family may take, ms. */
const patienceMs = 10_000

/** Says that all is well. */
export function ok(id: string, detail: string): Diagnosed {
  return { id, status: 'ok', detail, mend: '' }
}

/** Says that nothing was looked at, and why. */
export function skipped(id: string, why: string): Diagnosed {
  return ok(id, `skipped: ${why}`)
}

/** Says that something is not as it should be, though it works. */
export function warning(id: string, detail: string, mend: string): Diagnosed {
  return { id, status: 'warning', detail, mend }
}

/** Says that something is wrong. */
export function fault(id: string, detail: string, mend: string): Diagnosed {
  return { id, status: 'fault', detail, mend }
}

/** Looks at a family. One that fails, or takes too long, is a fault itself and holds up no other. */
export async function examined({ id, look }: Family, limitMs = patienceMs): Promise<readonly Diagnosed[]> {
  const over = new AbortController()
  const late = sleep(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`it gave no answer within ${String(limitMs / 1000)} s`)
  })
  try {
    return await Promise.race([look(), late])
  } catch (error) {
    return [
      fault(
        id,
        `could not be looked at: ${reasonOf(error)}`,
        'see to what the message says, and run doctor again',
      ),
    ]
  } finally {
    late.catch(() => undefined)
    over.abort()
  }
}
