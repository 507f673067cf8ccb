import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { standingOf } from '../auth/standing.js'
import { rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { recentMs, toSession } from '../credentials/session.js'
import type { Parts } from '../parts.js'
import { demandOf, satisfying } from '../policy/enforcement.js'
import type { Pending } from '../auth/pending.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { password } from './fields.js'
import { listOf, page, pageRequest } from './input.js'
import type { Route } from './route.js'
import { noContent, ok, route } from './route.js'
import type { Services } from './services.js'
import { reissuedCookie, signedOutReply, signInReply } from './sign-in-reply.js'

const credentials = z.strictObject({ username: z.string().min(1).max(256), password })
const passwordChange = z.strictObject({ currentPassword: password, newPassword: z.string().min(1) })

/** Signing in and out, the present session, all sessions, the password. */
export function sessionRoutes(services: Services): readonly Route[] {
  const { options, signIns, sessions } = services
  return [
    route('post', '/session', {
      level: 'anon',
      sameOrigin: true,
      body: credentials,
      handler: async ({ client, body }) =>
        signInReply(client, await signIns.withPassword(client, body), options),
    }),
    route('get', '/session', {
      level: 'limitedOrTicket',
      handler: async ({ principal }) =>
        ok(await (principal.session ? signedIn(services, principal) : enrolling(services, principal))),
    }),
    route('delete', '/session', {
      level: 'anon',
      sameOrigin: true,
      handler: async ({ client }) => {
        await signIns.signOut(client)
        return signedOutReply(client, options)
      },
    }),
    route('put', '/password', {
      level: 'passwordChange',
      body: passwordChange,
      handler: async ({ client, principal, body }) => {
        const proved = await services.passwordChange.change(client, principal, body)
        return { ...noContent, cookies: reissuedCookie(proved, options) }
      },
    }),
    route('get', '/sessions', {
      level: 'session',
      query: page,
      handler: async ({ principal: { user, session }, query }) =>
        ok(listOf(await sessions.list(user, session.row.id, pageRequest(query)))),
    }),
    route('delete', '/sessions', {
      level: 'session',
      handler: async ({ client, principal: { user, session } }) => {
        await sessions.endOthers(actorOf(client, user), user, session.row.id)
        return noContent
      },
    }),
    route('delete', '/sessions/:id', {
      level: 'session',
      handler: async ({ client, principal: { user, session }, param }) => {
        await sessions.end(actorOf(client, user), user, param('id'))
        return param('id') === session.row.id ? signedOutReply(client, options) : noContent
      },
    }),
  ]
}

async function signedIn(parts: Parts, who: SessionPrincipal): Promise<object> {
  const { user, session } = who
  const { row } = session
  const { policy, satisfied, deadline } = await standingOf(parts, user, who.policy, row.amr)
  return {
    status: 'signed_in',
    user,
    session: toSession(row, row.id, parts.options),
    amr: row.amr,
    recentUntil: rfc3339(row.provedAt + recentMs),
    policy: {
      satisfied,
      missing: satisfied ? [] : satisfying(demandOf(policy)),
      deadline: rfc3339OrNull(deadline),
    },
  }
}

async function enrolling(parts: Parts, who: Pending): Promise<object> {
  const { user, pending } = who
  const { policy } = await standingOf(parts, user, who.policy, pending.amr)
  return {
    status: 'enrolment_required',
    methods: satisfying(demandOf(policy)),
    expiresAt: rfc3339(pending.expiresAt),
    user,
  }
}
