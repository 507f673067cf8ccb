import { z } from 'zod'
import { name } from './fields.js'

/** The schema of a change of an SSH private key. */
export const sshPrivateKeyChange = z.strictObject({
  name: name.optional(),
  accountName: z.string().max(1000).nullable().optional(),
  description: z.string().max(5000).nullable().optional(),
})

/** The schema of an SSH private key that is pasted, or is to be generated. */
export const newSshPrivateKey = sshPrivateKeyChange.extend({
  name,
  // The length is checked where the key is read, which answers 413.
  privateKey: z.string().optional(),
  passphrase: z.string().max(1024).optional(),
  generate: z.literal('ed25519').optional(),
})
