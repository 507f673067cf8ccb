import { z } from 'zod'

/** The schema of how rows are moved to the present key. */
export const rewrappingOptions = z.strictObject({
  progress: z.custom<(rows: number) => void>((value) => typeof value === 'function').optional(),
  signal: z.instanceof(AbortSignal).optional(),
})

/** The schema of texts that are to be ended where they are secrets; longer ones than this are none. */
export const revokedTexts = z.array(z.string()).max(100_000)
