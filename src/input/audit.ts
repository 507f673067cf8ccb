import { z } from 'zod'
import type { AuditEvent } from '../events.js'

const number = z.int().min(1).max(2_147_483_647)

/** The schema of what is to be verified of the audit. */
export const auditVerification = z.strictObject({
  since: number.optional(),
  anchors: z
    .array(z.strictObject({ number, root: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(1_000_000)
    .optional(),
  progress: called<(rows: number) => void>().optional(),
})

/** The schema of what is to be removed from the audit. */
export const auditPruning = z.strictObject({
  before: z.int().min(0).max(253_402_300_799_999),
  write: called<(events: readonly AuditEvent[]) => Promise<void>>(),
  finish: called<() => Promise<void>>(),
})

function called<Function>(): z.ZodType<Function> {
  return z.custom<Function>((value) => typeof value === 'function')
}
