import { z } from 'zod'
import { offered } from '../auth/offered.js'
import type { SessionPrincipal } from '../auth/principal.js'
import { actorOf } from '../client.js'
import { recentMs } from '../credentials/proof.js'
import { toSession } from '../credentials/session.js'
import { demandOf, satisfying } from '../policy/enforcement.js'
import type { Pending } from '../sign-in/pending.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import { sessionList, sessionOrTicket, signInAnswers } from './answer/session.js'
import type { CurrentSessionJson, EnrolmentRequiredJson } from './json/session.js'
import { listOf, page, pageRequest } from './list/paging.js'
import { password } from './proof-fields.js'
import type { Route } from './route.js'
import { noContent, ok, route } from './route.js'
import type { Services } from './services.js'
import { reissuedCookie, signedOutReply, signInReply } from './sign-in-reply.js'

const credentials = z.strictObject({ username: z.string().min(1).max(256), password })
const passwordChange = z.strictObject({ currentPassword: password, newPassword: z.string().min(1) })

/** Signing in and out, the present session, all sessions of the caller, their password. */
export function sessionRoutes(services: Services): readonly Route[] {
  return [...currentRoutes(services), ...allSessionRoutes(services)]
}

function currentRoutes(services: Services): readonly Route[] {
  const { options, signIns } = services
  return [
    route('post', '/session', {
      operation: 'signIn',
      summary:
        'Signs in with a user name and a password. 201 with a session, or 202 with what is still asked for.',
      answers: signInAnswers,
      refusals: ['invalid_credentials', 'too_many_attempts'],
      level: 'anon',
      sameOrigin: true,
      body: credentials,
      handler: async ({ client, body }) =>
        signInReply(client, await signIns.withPassword(client, body), options),
    }),
    route('get', '/session', {
      operation: 'getSession',
      summary: 'Who is signed in, how they proved it, and whether they satisfy the policy on second factors.',
      answers: { 200: sessionOrTicket },
      level: 'limitedOrTicket',
      handler: async ({ principal }) =>
        ok(await (principal.session ? signedIn(services, principal) : enrolling(services, principal))),
    }),
    route('delete', '/session', {
      operation: 'signOut',
      summary: 'Signs this browser out, and ends a sign-in that is under way in it.',
      answers: { 204: null },
      level: 'anon',
      sameOrigin: true,
      handler: async ({ client }) => {
        await signIns.signOut(client)
        return signedOutReply(client, options)
      },
    }),
    route('put', '/password', {
      operation: 'changePassword',
      summary:
        'Changes the password, ends all other sessions and all tokens, and gives this session a new secret.',
      answers: { 204: null },
      refusals: ['conflict', 'invalid_credentials', 'too_many_attempts'],
      level: 'passwordChange',
      body: passwordChange,
      handler: async ({ client, principal, body }) => {
        const proved = await services.passwordChange.change(client, principal, body)
        return { ...noContent, cookies: reissuedCookie(proved, options) }
      },
    }),
  ]
}

function allSessionRoutes(services: Services): readonly Route[] {
  const { options, sessions } = services
  return [
    route('get', '/sessions', {
      operation: 'listSessions',
      summary: 'The sessions of the caller, newest first.',
      answers: { 200: sessionList },
      level: 'session',
      query: page,
      handler: async ({ principal: { user, session }, query }) =>
        ok(listOf(await sessions.list(user, session.row.id, pageRequest(query)))),
    }),
    route('delete', '/sessions', {
      operation: 'deleteOtherSessions',
      summary: 'Ends all sessions of the caller but this one, which gets a new secret.',
      answers: { 204: null },
      level: 'session',
      handler: async ({ client, principal }) => {
        const proved = await services.endOtherSessions(client, principal)
        return { ...noContent, cookies: reissuedCookie(proved, options) }
      },
    }),
    route('delete', '/sessions/:id', {
      operation: 'deleteSession',
      summary: 'Ends one session of the caller.',
      answers: { 204: null },
      level: 'session',
      handler: async ({ client, principal: { user, session }, param }) => {
        await sessions.end(actorOf(client, user), user, param('id'))
        return param('id') === session.row.id ? signedOutReply(client, options) : noContent
      },
    }),
  ]
}

async function signedIn({ factors, options }: Services, who: SessionPrincipal): Promise<CurrentSessionJson> {
  const { user, session } = who
  const { row } = session
  const { policy, satisfied, deadline } = await factors.compliance(who)
  return {
    status: 'signed_in',
    user,
    session: toSession(row, row.id, options),
    amr: row.amr,
    recentUntil: rfc3339(row.provedAt + recentMs),
    policy: {
      satisfied,
      missing: satisfied ? [] : satisfying(demandOf(policy)),
      deadline: rfc3339OrNull(deadline),
    },
  }
}

async function enrolling({ factors, options }: Services, who: Pending): Promise<EnrolmentRequiredJson> {
  const { user, pending } = who
  const { policy } = await factors.compliance(who)
  return {
    status: 'enrolment_required',
    methods: offered(satisfying(demandOf(policy)), options),
    expiresAt: rfc3339(pending.expiresAt),
    user,
  }
}
