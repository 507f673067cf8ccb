import { z } from 'zod'
import { errorCodes } from '../../errors.js'
import type { OAuthErrorJson, ProblemJson } from '../json/problem.js'

const texts = z.array(z.string())

const fieldError = z.strictObject({
  field: z.string(),
  code: z.string(),
  message: z.string(),
  limit: z.number().optional(),
})

/** The schema of a refusal. */
export const problemDetails = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.literal([...errorCodes]),
  errors: z.array(fieldError).optional(),
  methods: texts.optional(),
  scopes: texts.optional(),
  requestId: z.string(),
}) satisfies z.ZodType<ProblemJson>

/** The schema of a refusal as OAuth has it. */
export const oauthError = z.strictObject({
  error: z.string(),
  error_description: z.string(),
}) satisfies z.ZodType<OAuthErrorJson>
