import { z } from 'zod'
import type { AdminUser } from '../../admin/admin-user.js'
import type { AdminCredential, BoundCredential } from '../../admin/credentials.js'
import { inventoryKinds } from '../../admin/credentials.js'
import type { ServiceAccount } from '../../admin/service-accounts.js'
import type { UserListJson } from '../json/list.js'
import type { OneTimeLinkJson, TemporaryPasswordJson } from '../json/admin.js'
import { allowedAddresses, id, limit, listOf, time, user } from './fields.js'

/** The schema of a user as administrators see them. */
export const adminUser = user.extend({
  disabled: z.boolean(),
  createdAt: time,
  lastSignInAt: time.nullable(),
  mfa: z.strictObject({ totp: z.boolean(), securityKeys: z.int().min(0) }),
}) satisfies z.ZodType<AdminUser>

/** The schema of the list of users. */
export const adminUserList = listOf(adminUser).extend({
  total: z.int().min(0).nullable(),
}) satisfies z.ZodType<UserListJson<AdminUser>>

/** The schema of a password that was made up for a user. */
export const temporaryPassword = z.strictObject({
  temporaryPassword: z.string(),
  expiresAt: time,
}) satisfies z.ZodType<TemporaryPasswordJson>

/** The schema of a service account. */
export const serviceAccount = z.strictObject({
  id,
  name: z.string(),
  description: z.string().nullable(),
  organizationId: z.string().nullable(),
  disabled: z.boolean(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  keys: z.int().min(0),
}) satisfies z.ZodType<ServiceAccount>

/** The schema of the list of service accounts. */
export const serviceAccountList = listOf(serviceAccount)

/** The schema of a link that sets a password once. */
export const oneTimeLink = z.strictObject({
  url: z.string(),
  expiresAt: time,
}) satisfies z.ZodType<OneTimeLinkJson>

/** The schema of a credential of any user. */
export const adminCredential = z.strictObject({
  id,
  kind: z.literal(inventoryKinds),
  user: user.pick({ id: true, username: true, kind: true }),
  name: z.string().nullable(),
  hint: z.string().nullable(),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
}) satisfies z.ZodType<AdminCredential>

/** The schema of an API key of any user, with what it is bound to. */
export const boundCredential = adminCredential.extend({
  allowedAddresses,
  limit,
}) satisfies z.ZodType<BoundCredential>

/** The schema of the list of credentials. */
export const adminCredentialList = listOf(adminCredential)
