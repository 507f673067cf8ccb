import { z } from 'zod'
import type { ActiveCredentialJson, IntrospectionJson } from '../json/introspection.js'
import { id } from './fields.js'

const activeCredential = z.strictObject({
  active: z.literal(true),
  sub: id,
  username: z.string(),
  scope: z.string(),
  exp: z.int().optional(),
  iat: z.int(),
  client_id: z.string().optional(),
  token_type: z.literal('Bearer'),
  kind: z.literal(['api_key', 'token']),
  allowed_addresses: z.array(z.string()).optional(),
}) satisfies z.ZodType<ActiveCredentialJson>

/** The schema of what a credential is good for. */
export const introspected = z.discriminatedUnion('active', [
  z.strictObject({ active: z.literal(false) }),
  activeCredential,
]) satisfies z.ZodType<IntrospectionJson>
