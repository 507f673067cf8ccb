import { KeywardError } from '../errors.js'
import type { AuditEvent } from '../events.js'
import type { Journal } from '../journal.js'
import type { AuditRetention, Options } from '../options.js'
import type { Store } from '../store.js'
import { dayMs } from '../time.js'
import type { AuditProof } from './proof.js'
import { pruneAudit } from './pruning.js'

/** Removes what the audit has kept for long enough by that time, until none is left or `stop` says so. */
export type RetireEvents = (by: number, stop: AbortSignal) => Promise<void>

interface Needs {
  readonly options: Pick<Options, 'audit' | 'now'>
  readonly store: Pick<Store, 'auditSeals'>
  readonly journal: Journal
  readonly proof: AuditProof
}

const exportLimitMs = 30_000
/** So few that what was handed over is soon removed. */
const sealsAtOnce = 20
const nothing = (): Promise<void> => Promise.resolve()

/** Makes it; without the option everything is kept for ever. A failure removes nothing, is told by a process warning, and is tried again. */
export function retention({ options: { audit, now }, store, journal, proof }: Needs): RetireEvents {
  if (!audit) return nothing
  const note = `kept for ${String(audit.retentionDays)} days`
  const actor = { party: null, ip: null, userAgent: null, note }
  const needs = { auditSeals: store.auditSeals, journal, proof, actor, now }
  return async (by, stop) => {
    const which = {
      before: by - audit.retentionDays * dayMs,
      limit: sealsAtOnce,
      signal: stop,
      finish: nothing,
      write: (events: readonly AuditEvent[]) => handedOver(audit, events, stop),
    }
    try {
      while (!stop.aborted && (await pruneAudit(needs, which)).seals > 0);
    } catch (error) {
      if (!stop.aborted) warn(error)
    }
  }
}

/** Gives events to the host, and waits until it has them: 30 s at most, and not when keyward closes. */
async function handedOver(
  { export: take }: AuditRetention,
  events: readonly AuditEvent[],
  stop: AbortSignal,
): Promise<void> {
  const late = AbortSignal.any([stop, AbortSignal.timeout(exportLimitMs)])
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => {
      reject(new Error(`no answer within ${String(exportLimitMs / 1000)} s`))
    })
  })
  // The function is async, so that what the host throws at once becomes a rejection as well.
  const taken = (async () => take?.(events))()
  // Whichever loses the race may still reject, which nobody would handle.
  for (const one of [taken, tooLate]) one.catch(() => undefined)
  await Promise.race([taken, tooLate])
}

function warn(error: unknown): void {
  const isAltered = error instanceof KeywardError && error.code === 'conflict'
  const why = isAltered
    ? 'a row or a seal is not as keyward left it: keyward.audit.verify says which'
    : error instanceof Error
      ? error.message
      : 'no error was given'
  process.emitWarning(`old events stay in the audit: ${why}`, { code: 'KEYWARD_AUDIT_RETENTION' })
}
