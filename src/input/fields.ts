import { z } from 'zod'

/** The schema of a name as it is sent; `parseName` decides which names are taken. */
export const name = z.string().max(1000)

/** The schema of the scopes of a key or token; `parseScopes` knows which scopes there are. */
export const scopes = z.array(z.string()).max(100)

/** The schema of an organisation's id: any text of the host's that every database can hold. */
export const organizationId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)

/** The schema of how many seconds the secret before a rotation lives on. */
export const overlapSeconds = z.int().min(0).max(604_800)
