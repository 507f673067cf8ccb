import { z } from 'zod'
import type { TotpOffer } from '../../account/totp-enrolment.js'
import type { KeyCreationOptions, KeyRequestOptions } from '../../mfa/security-key-options.js'
import type {
  EnrolledJson,
  MfaJson,
  NewSecurityKeyJson,
  RecoveryCodesJson,
  SecurityKeyJson,
} from '../json/mfa.js'
import { id, time } from './fields.js'
import { enrolmentRequired, secondFactorRequired, signedIn } from './session.js'

const texts = z.array(z.string())
const descriptor = z.strictObject({ id: z.string(), type: z.literal('public-key'), transports: texts })
const verification = z.literal(['required', 'discouraged'])

/** The schema of what a browser asks a security key for to register it. */
export const keyCreationOptions = z.strictObject({
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.strictObject({
    residentKey: verification,
    requireResidentKey: z.boolean(),
    userVerification: verification,
  }),
  hints: texts,
  attestation: z.literal(['none', 'direct']),
}) satisfies z.ZodType<KeyCreationOptions>

/** The schema of what a browser asks a security key for to prove somebody by it. */
export const keyRequestOptions = z.strictObject({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.array(descriptor),
  userVerification: verification,
  timeout: z.int(),
  hints: texts,
}) satisfies z.ZodType<KeyRequestOptions>

/** The schema of a security key. */
export const securityKey = z.strictObject({
  id,
  name: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  transports: texts,
  synced: z.boolean(),
  passkey: z.boolean(),
  suspect: z.boolean(),
}) satisfies z.ZodType<SecurityKeyJson>

/** The schema of somebody's second factors. */
export const mfa = z.strictObject({
  enabled: z.boolean(),
  totp: z.strictObject({ createdAt: time, lastUsedAt: time.nullable() }).nullable(),
  securityKeys: z.array(securityKey),
  recoveryCodes: z.strictObject({ remaining: z.int().min(0) }),
  policy: z.strictObject({
    enforced: z.literal(['off', 'mfa', 'security_key']),
    satisfied: z.boolean(),
    deadline: time.nullable(),
  }),
}) satisfies z.ZodType<MfaJson>

/** The schema of a secret for an authenticator app that waits for its first code. */
export const totpOffer = z.strictObject({
  secret: z.string(),
  uri: z.string(),
  qrSvg: z.string(),
  expiresAt: time,
}) satisfies z.ZodType<TotpOffer>

const brought = z.strictObject({ recoveryCodes: texts.optional() })
const signIns = [signedIn, secondFactorRequired, enrolmentRequired] as const

/** The schema of what an authenticator app brings that was just confirmed. */
export const confirmedTotp = z.union([
  brought,
  ...signIns.map((signIn) => signIn.extend(brought.shape)),
]) satisfies z.ZodType<EnrolledJson>

/** The schema of a security key that was just registered. */
export const newSecurityKey = z.union([
  securityKey.extend(brought.shape),
  ...signIns.map((signIn) => signIn.extend({ ...securityKey.shape, ...brought.shape })),
]) satisfies z.ZodType<NewSecurityKeyJson>

/** The schema of new recovery codes. */
export const recoveryCodes = z.strictObject({ codes: texts }) satisfies z.ZodType<RecoveryCodesJson>
