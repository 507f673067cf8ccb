import { z } from 'zod'
import type { ScannedSecret } from '../../secret-scanning/secret-scanning.js'

const scannedSecret = z.strictObject({
  token_hash: z.string(),
  token_type: z.string(),
  label: z.literal(['true_positive', 'false_positive']),
}) satisfies z.ZodType<ScannedSecret>

/** The schema of what was made of a report of leaked secrets. */
export const scannedSecrets = z.array(scannedSecret)
