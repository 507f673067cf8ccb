import { z } from 'zod'
import { eventFileFormats } from '../event-file.js'
import type { AuditEvent } from '../events.js'
import { eventFilter } from './event-filter.js'

const number = z.int().min(1).max(2_147_483_647)
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const anchor = z.strictObject({ number, root: digest, previous: digest.nullable().optional() })
type Anchor = z.output<typeof anchor>

/** The schema of what is to be verified of the audit. */
export const auditVerification = z.strictObject({
  since: number.optional(),
  anchors: z.array(anchor).max(1_000_000).optional(),
  progress: called<(rows: number) => void>().optional(),
  seen: called<(seal: Anchor) => void>().optional(),
})

/** The schema of what of the audit is to be written elsewhere. */
export const auditExport = eventFilter
  .pick({ userId: true, type: true, before: true, after: true })
  .extend({ format: z.literal([...eventFileFormats]) })

/** The schema of what takes a text that is written elsewhere. */
export const auditExportWriter = called<(text: string) => void | PromiseLike<void>>()

/** The schema of what is to be removed from the audit. */
export const auditPruning = z.strictObject({
  before: z.int().min(0).max(253_402_300_799_999),
  write: called<(events: readonly AuditEvent[], seal: Anchor) => Promise<void>>(),
  finish: called<() => Promise<void>>(),
  after: anchor.optional(),
  limit: number.optional(),
  signal: z.instanceof(AbortSignal).optional(),
  progress: called<(rows: number) => void>().optional(),
})

function called<Function>(): z.ZodType<Function> {
  return z.custom<Function>((value) => typeof value === 'function')
}
