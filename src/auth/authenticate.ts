import type { Client } from '../client.js'
import type { Core } from '../core.js'
import type { HostUser } from '../identity.js'
import type { Options } from '../options.js'
import { readBearer } from './bearer.js'
import { readCookie, sessionCookie } from './cookie.js'
import { endBound, judgeNamed, withWord } from './host/host-session.js'
import { countsBeside } from './host/host-user.js'
import type { VerificationNeeds } from './look-up.js'
import type { MaybePromise } from './maybe-promise.js'
import { andThen } from './maybe-promise.js'
import type { FindNamed } from './host/named-users.js'
import { namedByReading } from './host/named-users.js'
import { refuseNobody } from './nobody.js'
import { isCrossSite, refuseForeignOrigin } from './origin.js'
import type { Principal, SessionPrincipal } from './principal.js'
import type { CredentialFinder } from './verify.js'
import { uncached, verifyBearer, verifySession } from './verify.js'
import { challenged } from './www-authenticate.js'

type Needs = VerificationNeeds & Pick<Core, 'enrolled' | 'journal'>

/**
 * Says who is calling; `null` = no credential was sent. Where a bearer credential is sent it decides, and a cookie beside it is ignored.
 * 401 for a credential that is not valid, 400 for one that is malformed, 403 `csrf` for a foreign page's request.
 * Reads the database each time.
 */
export async function authenticate(
  core: Needs & Pick<Core, 'policyFor'>,
  client: Client,
): Promise<Principal | null> {
  return authenticateBy(core, { find: uncached(core), findNamed: namedByReading(core) }, client)
}

/** How credentials, and users whom the host names, are found: by reading the database, or in memory. */
export interface Finding {
  readonly find: CredentialFinder
  readonly findNamed: FindNamed
}

/** As `authenticate`, but finds in memory where it can: then it answers, or throws a refusal, at once and not by a promise. */
export function authenticateBy(core: Needs, by: Finding, client: Client): MaybePromise<Principal | null> {
  const { options } = core
  const { find } = by
  const bearer = readBearer(client, options)
  if (bearer !== null) {
    const found = verifyBearer(core, client, { text: bearer, find })
    return found instanceof Promise ? heldLater(found, options) : held(found, options)
  }
  const cookie = readCookie(client, sessionCookie(options))
  if (cookie !== undefined) refuseForeignOrigin(client, options)
  if (client.hostUser) return besideHost(core, client, { asked: client.hostUser(), by, cookie })
  if (cookie === undefined) return null
  return andThen(verifySession(core, client, { text: cookie, find }), (principal) => {
    // A bound session counts only while the app names its user, and here no app is asked.
    return principal && !isBound(principal) ? principal : refuseNobody(client, options)
  })
}

/** The principal of a bearer credential. */
function held(principal: Principal | null, options: Pick<Options, 'productName'>): Principal {
  if (principal) return principal
  throw challenged('invalid_token', options)
}

async function heldLater(
  finding: Promise<Principal | null>,
  options: Pick<Options, 'productName'>,
): Promise<Principal> {
  return held(await finding, options)
}

/** Whose session this browser has, whatever else it sends; `null` = it has none. It serves signing in and out, and lets nobody do anything. */
export async function browserSession(
  core: VerificationNeeds,
  client: Client,
): Promise<SessionPrincipal | null> {
  const cookie = readCookie(client, sessionCookie(core.options))
  const principal =
    cookie === undefined ? null : await verifySession(core, client, { text: cookie, find: uncached(core) })
  return principal?.session ? { ...principal, session: principal.session } : null
}

/** Says who is calling where the app has a sign-in of its own: the app's word counts more than any cookie, and an invalid cookie is ignored. */
async function besideHost(
  core: Needs,
  client: Client,
  request: {
    readonly asked: Promise<HostUser | null>
    readonly by: Finding
    readonly cookie: string | undefined
  },
): Promise<Principal | null> {
  const { by, cookie } = request
  const named = await request.asked
  // The app knows its users by a cookie of its own, which a browser also sends with requests that another site makes it send.
  if (named) refuseForeignOrigin(client, core.options)
  const own = cookie === undefined ? null : await verifySession(core, client, { text: cookie, find: by.find })
  const row = own?.session?.row
  if (own && row && countsBeside(row, named)) return named ? withWord(own, named, core.options) : own
  // With a request that comes from another site a browser sends no SameSite=Strict cookie: the host names nobody, yet nobody has signed out.
  if (own && row && row.boundTo !== null && (named || !isCrossSite(client)))
    await endBound(core, client, { row, user: own.user })
  return named && judgeNamed(core, client, { named, find: by.findNamed })
}

function isBound({ session }: Principal): boolean {
  return session != null && session.row.boundTo !== null
}
