import { z } from 'zod'
import { sshPermits } from '../policy/ssh-key.js'
import { accountName } from '../policy/system-account.js'
import { organizationId } from './fields.js'
import type { NewSshGrant } from './new-ssh-grant.js'
import { cidrs, group } from './ssh-host.js'

/** The schema of a grant: who may log in to which hosts, and as which account. */
export const sshGrant = z
  .strictObject({
    id: z.string().max(64).optional(),
    group,
    userId: z.string().min(1).max(255).optional(),
    organizationId: organizationId.optional(),
    everyone: z.literal(true).optional(),
    account: z.string().regex(accountName).nullable().default(null),
    permit: z.array(z.literal(sshPermits)).max(sshPermits.length).optional(),
    from: cidrs.min(1).optional(),
    altered: z.literal(true).optional(),
  })
  .refine(({ userId, organizationId, everyone }) => {
    return [userId, organizationId, everyone].filter((whom) => whom !== undefined).length === 1
  })
  // The refinement has checked that it names exactly one of the three.
  .transform((given) => given as NewSshGrant)

/** The schema of all grants, in their order. */
export const sshGrants = z.strictObject({ items: z.array(sshGrant).max(500) })
