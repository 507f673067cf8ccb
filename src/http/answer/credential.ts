import { z } from 'zod'
import type { ApiKeyOptions } from '../../credentials/api-key.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { Token, TokenOptions } from '../../credentials/token.js'
import type { ApiKeyWithSecretJson, CredentialJson, TokenWithSecretJson } from '../json/credential.js'
import { allowedAddresses, countedListOf, id, limit, scopes, time, user } from './fields.js'

/** The schema of an API key. */
export const apiKey = z.strictObject({
  id,
  name: z.string(),
  hint: z.string(),
  scopes,
  allowedAddresses,
  limit,
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  lastUsedIp: z.string().nullable(),
  disabled: z.boolean(),
}) satisfies z.ZodType<ApiKey>

/** The schema of an API key with its secret. */
export const apiKeyWithSecret = apiKey.extend({
  key: z.string(),
}) satisfies z.ZodType<ApiKeyWithSecretJson>

/** The schema of the list of API keys. */
export const apiKeyList = countedListOf(apiKey)

/** The schema of what a new API key may be. */
export const apiKeyOptions = z.strictObject({
  expiryChoice: z.boolean(),
  allowedDays: z.array(z.int().nullable()),
  defaultDays: z.int().nullable(),
  scopes: z.array(z.strictObject({ name: z.string(), description: z.string() })),
}) satisfies z.ZodType<ApiKeyOptions>

/** The schema of a token. */
export const token = z.strictObject({
  id,
  name: z.string().nullable(),
  hint: z.string(),
  scopes,
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
}) satisfies z.ZodType<Token>

/** The schema of a token with its secret. */
export const tokenWithSecret = token.extend({
  token: z.string(),
}) satisfies z.ZodType<TokenWithSecretJson>

/** The schema of the list of tokens. */
export const tokenList = countedListOf(token)

/** The schema of what a new token may be. */
export const tokenOptions = z.strictObject({
  lifetimeChoice: z.boolean(),
  maxHours: z.int(),
  defaultHours: z.int(),
}) satisfies z.ZodType<TokenOptions>

/** The schema of what a presented credential is. */
export const credential = z.strictObject({
  kind: z.literal(['session', 'api_key', 'token']),
  id,
  name: z.string().nullable(),
  scopes,
  expiresAt: time.nullable(),
  user,
}) satisfies z.ZodType<CredentialJson>

/** The schema of an answer that says nothing (RFC 7009, section 2.2). */
export const empty = z.strictObject({})
