import { z } from 'zod'
import type { Session } from '../../credentials/session.js'
import type {
  CurrentSessionJson,
  EnrolmentRequiredJson,
  ReauthenticatedJson,
  SecondFactorRequiredJson,
  SignedInJson,
} from '../json/session.js'
import { id, listOf, time, user } from './fields.js'

const factors = z.array(z.literal(['security_key', 'totp']))
const amr = z.array(z.string())
const remaining = { remaining: z.int().min(0) }

/** The schema of a session. */
export const session = z.strictObject({
  id,
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
  amr,
}) satisfies z.ZodType<Session>

/** The schema of the list of sessions. */
export const sessionList = listOf(session)

/** The schema of a sign-in that is done. */
export const signedIn = z.strictObject({
  status: z.literal('signed_in'),
  user,
  session,
}) satisfies z.ZodType<SignedInJson>

/** The schema of a sign-in that waits for a second step. */
export const secondFactorRequired = z.strictObject({
  status: z.literal('second_factor_required'),
  methods: z.array(z.literal(['security_key', 'totp', 'recovery_code'])),
  expiresAt: time,
}) satisfies z.ZodType<SecondFactorRequiredJson>

/** The schema of a sign-in that waits for the enrolment of a factor. */
export const enrolmentRequired = z.strictObject({
  status: z.literal('enrolment_required'),
  methods: factors,
  expiresAt: time,
  user,
}) satisfies z.ZodType<EnrolmentRequiredJson>

/** The answers of what ends in a session, or in something that is still asked for. */
export const signInAnswers = {
  201: signedIn,
  202: z.discriminatedUnion('status', [secondFactorRequired, enrolmentRequired]),
} as const

/** The answers of a sign-in by recovery code. */
export const recoveryAnswers = {
  201: signedIn.extend(remaining),
  202: z.discriminatedUnion('status', [
    secondFactorRequired.extend(remaining),
    enrolmentRequired.extend(remaining),
  ]),
} as const

/** The schema of the session that a browser is in. */
export const currentSession = z.strictObject({
  status: z.literal('signed_in'),
  user,
  session,
  amr,
  recentUntil: time,
  policy: z.strictObject({ satisfied: z.boolean(), missing: factors, deadline: time.nullable() }),
}) satisfies z.ZodType<CurrentSessionJson>

/** The schema of what a browser is in: a session, or a sign-in that waits for the enrolment of a factor. */
export const sessionOrTicket = z.discriminatedUnion('status', [currentSession, enrolmentRequired])

/** The schema of what a fresh proof is good for. */
export const reauthenticated = z.strictObject({
  recentUntil: time,
}) satisfies z.ZodType<ReauthenticatedJson>
