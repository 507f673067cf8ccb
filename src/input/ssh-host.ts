import { z } from 'zod'
import { isCidr } from '../cidr.js'
import { name, overlapSeconds } from './fields.js'

const daySeconds = 86_400

/** The schema of the name of a group of hosts: one word. */
export const group = z.string().regex(/^[^\s\p{C}]{1,64}$/u)
/** The schema of addresses and ranges of them. */
export const cidrs = z.array(z.string().max(64).refine(isCidr)).max(50)
const groups = z.array(group).max(50)

/** The schema of a host that is added. */
export const newSshHost = z.strictObject({ name, groups: groups.optional(), cidrs: cidrs.optional() })

/** The schema of a change of a host. */
export const sshHostChange = z.strictObject({ name, groups, cidrs, disabled: z.boolean() }).partial()

/** The schema of a rotation of a host's credential: the old one lives for a day, in which machines can be told of the new one. */
export const sshHostRotation = z.strictObject({ overlapSeconds: overlapSeconds.default(daySeconds) })
