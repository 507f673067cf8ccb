import { z } from 'zod'
import { renderClearedCookie, renderCookie, sessionCookie } from '../auth/cookie.js'
import type { Reauthenticated } from '../auth/reauthentication.js'
import type { SignIn } from '../auth/sign-in.js'
import { actorOf } from '../auth/client.js'
import { rfc3339 } from '../credentials/lifetime.js'
import { maxPasswordBytes } from '../credentials/password.js'
import { recentMs, toSession } from '../credentials/session.js'
import type { Options } from '../options.js'
import { listOf, page, pageRequest } from './input.js'
import type { Reply, Route } from './route.js'
import { noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const password = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxPasswordBytes, { abort: true })
const credentials = z.strictObject({ username: z.string().min(1).max(256), password })
const proof = z.strictObject({ password })
const passwordChange = z.strictObject({ currentPassword: password, newPassword: z.string().min(1) })

/** Signing in and out, the present session, all sessions, the password. */
export function sessionRoutes({ options, signIns, reauthentication, sessions }: Services): readonly Route[] {
  return [
    route('post', '/session', {
      level: 'anon',
      sameOrigin: true,
      body: credentials,
      handler: async ({ client, body }) => signInReply(await signIns.withPassword(client, body), options),
    }),
    route('get', '/session', {
      level: 'limited',
      handler: async ({ principal: { user, session } }) => {
        const { row } = session
        const recentUntil = rfc3339(row.provedAt + recentMs)
        return ok({
          status: 'signed_in',
          user,
          session: toSession(row, row.id, options),
          amr: row.amr,
          recentUntil,
        })
      },
    }),
    route('delete', '/session', {
      level: 'anon',
      sameOrigin: true,
      handler: async ({ client }) => {
        await signIns.signOut(client)
        return signedOutReply(options)
      },
    }),
    route('post', '/session/reauthentication', {
      level: 'limited',
      body: proof,
      handler: async ({ client, principal, body }) => {
        const proved = await reauthentication.withPassword(client, principal, body.password)
        return {
          ...ok({ recentUntil: rfc3339(proved.recentUntil) }),
          cookies: reissuedCookie(proved, options),
        }
      },
    }),
    route('put', '/password', {
      level: 'limitedRecent',
      body: passwordChange,
      handler: async ({ client, principal, body }) => {
        const proved = await reauthentication.changePassword(client, principal, body)
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
        return param('id') === session.row.id ? signedOutReply(options) : noContent
      },
    }),
  ]
}

/** A finished sign-in, with its cookie. */
export function signInReply({ secret, ...body }: SignIn, options: Options): Reply {
  return { status: 201, body, cookies: [renderCookie(sessionCookie(options), secret, options)] }
}

/** Signed out, with the cookie cleared. */
export function signedOutReply(options: Options): Reply {
  return { ...noContent, cookies: [renderClearedCookie(sessionCookie(options), options)] }
}

function reissuedCookie({ secret }: Reauthenticated, options: Options): readonly string[] {
  return secret === null ? [] : [renderCookie(sessionCookie(options), secret, options)]
}
