import { z } from 'zod'
import { hostMethods } from '../identity.js'

/** The schema of a sign-in that the app vouches for: the user, and by which methods. A text in the place of the list is refused. */
export const vouchedSignIn = z.strictObject({
  userId: z.string(),
  amr: z.array(z.string().regex(hostMethods.pattern)).min(1).max(hostMethods.most),
})
