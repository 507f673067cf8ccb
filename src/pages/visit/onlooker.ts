import type { SessionPrincipal } from '../../auth/principal.js'
import type { Client } from '../../client.js'
import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'

/** Whoever is signed in and looks at a page that anybody may see; `null` = nobody is, or the store cannot say. */
export async function onlooker({ entrance }: Services, client: Client): Promise<SessionPrincipal | null> {
  try {
    const principal = await entrance.authenticate(client)
    return principal?.session ? { ...principal, session: principal.session } : null
  } catch (error) {
    // The session may have ended, the Authorization header may be the app's own, and a page that says what is wrong is shown all the same.
    if (error instanceof KeywardError) return null
    throw error
  }
}
