import { pendingCookie, readCookie, sessionCookie, withCookie } from '../../auth/cookie.js'
import { countsBeside, namedUser, provedToHost } from '../../auth/host/host-user.js'
import { namedByReading } from '../../auth/host/named-users.js'
import { nextStepOf } from '../../auth/next-step.js'
import { isPartElsewhere, refuseForeignOrigin } from '../../auth/origin.js'
import { recordingRefusals } from '../../auth/recording.js'
import { uncached, verifySession } from '../../auth/verify.js'
import type { Client } from '../../client.js'
import { isSafe } from '../../client.js'
import type { HostUser } from '../../identity.js'
import type { NextStep } from '../../policy/enforcement.js'
import type { CompletionNeeds } from '../../sign-in/completion.js'
import { attemptsPerSignIn, readPending } from '../../sign-in/pending.js'
import type { SignIns } from '../../sign-in/sign-in.js'
import type { Route } from '../route.js'
import { requirementsOf } from '../level.js'
import { signInReply } from '../sign-in-reply.js'

/** A client as it will be with the cookie that is about to be set, and the Set-Cookie lines. */
export interface Entered {
  readonly client: Client
  readonly cookies: readonly string[]
}

/** What a route has a use for: a session, or a sign-in that has got as far as this. */
type Use = NextStep['status']

/**
 * Gives whoever the host names, at the first of keyward's own routes that has a use for it, a session of keyward's own, or the pending
 * sign-in that comes before it. Guards do without: by the host's word alone they let pass (`judgeNamed`), and set no cookie.
 */
export async function enterByHost(
  { core, signIns }: { readonly core: CompletionNeeds; readonly signIns: Pick<SignIns, 'namedByHost'> },
  route: Pick<Route, 'level' | 'method'>,
  client: Client,
): Promise<Entered> {
  // Otherwise a page of another site could have a browser begin as many sign-ins as a user may.
  const uses = isPartElsewhere(client) ? [] : usesOf(route)
  const named = uses.length === 0 ? null : await namedUser(client, core.options)
  if (!named) return { client, cookies: [] }
  const subject = { kind: 'user', id: named.userId, name: null }
  return recordingRefusals(core, { client, who: { user: null, subject } }, async () => {
    refuseForeignOrigin(client, core.options)
    if (!(await isToEnter(core, client, { named, uses }))) return { client, cookies: [] }
    const { options } = core
    const signIn = await signIns.namedByHost(client, named)
    const name = signIn.status === 'signed_in' ? sessionCookie(options) : pendingCookie(options)
    const { cookies = [] } = signInReply(client, signIn, options)
    return { client: withCookie(client, name, signIn.secret), cookies }
  })
}

function usesOf(route: Pick<Route, 'level' | 'method'>): readonly Use[] {
  if (route.level === 'pending') return ['second_factor_required']
  if (route.level === 'limitedOrTicket' || route.level === 'enrolling') {
    return ['signed_in', 'enrolment_required']
  }
  return requirementsOf(route) ? ['signed_in'] : []
}

/** Whether a sign-in would lead to what the route has a use for, and the browser does not have that yet. */
async function isToEnter(
  core: CompletionNeeds,
  client: Client,
  { named, uses }: { readonly named: HostUser; readonly uses: readonly Use[] },
): Promise<boolean> {
  if (await hasSession(core, client, named)) return false
  const next = await whereTo(core, named)
  if (next === null || !uses.includes(next)) return false
  return next === 'signed_in' || !(await hasBegun(core, client, named))
}

/** Whether a sign-in is under way. One whose attempts are used up is begun anew by looking at a page, since no password is typed that would do that. */
async function hasBegun(core: CompletionNeeds, client: Client, named: HostUser): Promise<boolean> {
  const found = await readPending(core, client)
  if (found?.user.id !== named.userId) return false
  return found.pending.attempts < attemptsPerSignIn || !isSafe(client.method)
}

async function hasSession(core: CompletionNeeds, client: Client, named: HostUser): Promise<boolean> {
  const cookie = readCookie(client, sessionCookie(core.options))
  const principal =
    cookie === undefined ? null : await verifySession(core, client, { text: cookie, find: uncached(core) })
  return principal?.session != null && countsBeside(principal.session.row, named)
}

/** What a sign-in would lead to; `null` = it would be refused, which is done when the caller is identified. */
async function whereTo(core: CompletionNeeds, named: HostUser): Promise<Use | null> {
  const found = await namedByReading(core)(named.userId)
  if (!found) return null
  const { user, policy } = found
  return (await nextStepOf(core, user, { policy, proved: provedToHost(named) })).status
}
