import { withQuery } from '../../auth/with-query.js'
import type { ErrorCode } from '../../errors.js'
import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import type { Visit } from './visit.js'

/**
 * Where somebody belongs who asks for a page of the sign-in but needs none: in the account, if they are signed in, or at the step that is
 * missing, if the app has signed them in by its own means. `null` where they are nobody yet.
 */
export async function whereabouts({ entrance }: Services, visit: Visit): Promise<string | null> {
  try {
    const principal = await entrance.authenticate(visit.client)
    return principal?.session ? (visit.returnTo ?? visit.url('/account')) : null
  } catch (error) {
    // The session may have ended, or the Authorization header may be the app's own.
    if (error instanceof KeywardError && error.status < 500) return stepFor(error.code, visit)
    throw error
  }
}

/** The page of the step that a refusal says is missing; `null` where it says no such thing. */
function stepFor(code: ErrorCode, { url, returnTo }: Visit): string | null {
  if (code === 'second_factor_required') return withQuery(url('/sign-in/second-step'), { to: returnTo })
  return code === 'enrolment_required' ? withQuery(url('/sign-in/enrol'), { to: returnTo }) : null
}
