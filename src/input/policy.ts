import { z } from 'zod'
import { dayChoices, securityKeyKinds } from '../policy/policy.js'
import { maxSshDays, rsaBits, sshKeyTypes, sshPermits } from '../policy/ssh-key.js'
import { organizationId } from './fields.js'

/** How small and how large the plain numbers of a policy may be. */
export const policyRanges = Object.freeze({
  'mfa.graceDays': { min: 0, max: 365 },
  'apiKeys.maxPerUser': { min: 0, max: 50 },
})

const days = z.union(dayChoices.map((choice) => z.literal(choice)))
const hours = z.int().min(1).max(24)
/** The schema of what can be set on one level. */
export const storedPolicy = z.strictObject({
  apiKeys: z
    .strictObject({
      expiryChoice: z.boolean(),
      allowedDays: z.array(days).min(1).max(dayChoices.length),
      defaultDays: days,
      maxPerUser: inRange('apiKeys.maxPerUser'),
    })
    .partial()
    .optional(),
  tokens: z
    .strictObject({ lifetimeChoice: z.boolean(), maxHours: hours, defaultHours: hours })
    .partial()
    .optional(),
  sshKeys: z
    .strictObject({
      allowedTypes: z.array(z.literal(sshKeyTypes)).min(1).max(sshKeyTypes.length),
      minRsaBits: z.int().min(rsaBits.min).max(rsaBits.max),
      maxDays: z.union([z.int().min(1).max(maxSshDays), z.literal('none')]),
      permit: z.array(z.literal(sshPermits)).max(sshPermits.length),
    })
    .partial()
    .optional(),
  mfa: z
    .strictObject({
      enforceMfa: z.boolean(),
      enforceSecurityKey: z.boolean(),
      graceDays: inRange('mfa.graceDays'),
      securityKeyKind: z.enum(securityKeyKinds),
    })
    .partial()
    .optional(),
  enforcement: z
    .strictObject({ blockCredentials: z.boolean(), blockSshKeys: z.boolean() })
    .partial()
    .optional(),
})

/** The schema of a level: the platform, or an organisation. */
export const policyLevel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('platform') }),
  z.strictObject({ kind: z.literal('organization'), id: organizationId }),
])

/** The schema of which organisations with a policy are wanted. */
export const organizationsRequest = z.strictObject({
  limit: z.int().min(1).max(100).default(50),
  after: organizationId.nullable().default(null),
})

/** The schema of which version of a policy is replaced; `null` = whichever it is. */
export const policyVersion = z.strictObject({ ifVersion: z.int().min(0).nullable().default(null) })

function inRange(path: keyof typeof policyRanges) {
  const { min, max } = policyRanges[path]
  return z.int().min(min).max(max)
}
