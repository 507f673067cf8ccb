import { z } from 'zod'
import { sshPermits } from '../../policy/ssh-key.js'
import type { SshGrant } from '../../ssh/grant.js'
import type { SshHost } from '../../ssh/host.js'
import type { SshPrivateKey } from '../../ssh/private-key.js'
import type { SshKey } from '../../ssh/ssh-key.js'
import type { SshHostWithSecretJson } from '../json/credential.js'
import { countedListOf, id, listOf, time } from './fields.js'

const texts = z.array(z.string())

/** The schema of an SSH key. */
export const sshKey = z.strictObject({
  id,
  name: z.string(),
  type: z.string(),
  bits: z.int(),
  fingerprint: z.string(),
  publicKey: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  lastOfferedAt: time.nullable(),
  altered: z.literal(true).optional(),
}) satisfies z.ZodType<SshKey>

/** The schema of the list of SSH keys. */
export const sshKeyList = countedListOf(sshKey)

/** The schema of an SSH private key, without its private half. */
export const sshPrivateKey = z.strictObject({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  description: z.string().nullable(),
  type: z.string(),
  publicKey: z.string(),
  fingerprint: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
}) satisfies z.ZodType<SshPrivateKey>

/** The schema of the list of SSH private keys. */
export const sshPrivateKeyList = countedListOf(sshPrivateKey)

/** The schema of an SSH host. */
export const sshHost = z.strictObject({
  id,
  name: z.string(),
  groups: texts,
  cidrs: texts,
  disabled: z.boolean(),
  createdAt: time,
  lastSeenAt: time.nullable(),
}) satisfies z.ZodType<SshHost>

/** The schema of an SSH host with its credential. */
export const sshHostWithSecret = sshHost.extend({
  credential: z.string(),
}) satisfies z.ZodType<SshHostWithSecretJson>

/** The schema of the list of SSH hosts. */
export const sshHostList = listOf(sshHost)

const granted = {
  id,
  group: z.string(),
  account: z.string().nullable(),
  permit: z.array(z.literal([...sshPermits])).optional(),
  from: texts.optional(),
  altered: z.literal(true).optional(),
}

/** The schema of a grant: to a user, an organisation or everyone. */
export const sshGrant = z.union([
  z.strictObject({ ...granted, userId: z.string() }),
  z.strictObject({ ...granted, organizationId: z.string() }),
  z.strictObject({ ...granted, everyone: z.literal(true) }),
]) satisfies z.ZodType<SshGrant>

/** The schema of all grants, in the order that counts. */
export const sshGrantList = listOf(sshGrant)

/** The schema of the lines of `authorized_keys`. */
export const authorizedKeyLines = z.string()
