import { z } from 'zod'
import { storedPolicy } from '../../input/policy.js'
import type { Policy } from '../../policy/policy.js'
import type { PolicyJson } from '../json/admin.js'

const { apiKeys, tokens, sshKeys, mfa, enforcement } = storedPolicy.shape
const count = z.int().min(0)
const touched = z.strictObject({ total: count, usernames: z.array(z.string()) })

/** The schema of the policy in force for somebody: every field has a value. */
export const policy = z.strictObject({
  apiKeys: apiKeys.unwrap().required(),
  tokens: tokens.unwrap().required(),
  sshKeys: sshKeys.unwrap().required(),
  mfa: mfa.unwrap().required(),
  enforcement: enforcement.unwrap().required(),
}) satisfies z.ZodType<Policy>

const ending = z.strictObject({ apiKeys: count, tokens: count, sshKeys: count })

/** The schema of a policy as it was set on one level, and of what a dry run says of it. */
export const policyView = z.strictObject({
  policy: storedPolicy,
  effective: policy,
  impact: ending.extend({ users: count }).optional(),
  touched: touched.optional(),
  shortened: ending.extend({ touched }).optional(),
  asked: touched.optional(),
  refusal: z.literal('setter_not_compliant').nullable().optional(),
}) satisfies z.ZodType<PolicyJson>
