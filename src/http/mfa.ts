import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import type { Client } from '../auth/client.js'
import type { Enrolled } from '../auth/enrolment.js'
import type { Pending } from '../auth/pending.js'
import type { Reauthenticated, SessionPrincipal } from '../auth/reauthentication.js'
import { standingOf } from '../auth/standing.js'
import { rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { demandOf, hasFactor } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import { code, response } from './fields.js'
import type { Reply, Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'
import { reissuedCookie, signInReply } from './sign-in-reply.js'

const nothing = z.strictObject({})
const typed = z.strictObject({ code })
const name = z.string().max(1000)
const keyOptions = z.strictObject({ passkey: z.boolean().default(false) })
const newKey = z.strictObject({ name, response })
const rename = z.strictObject({ name })

/** 2-step verification: what is enrolled, enrolling, removing. */
export function mfaRoutes(services: Services): readonly Route[] {
  const { totp, recovery, factorRemoval, options } = services
  return [
    route('get', '/mfa', {
      level: 'limitedOrTicket',
      handler: async ({ principal }) => ok(await enrolledBy(services, principal)),
    }),
    route('post', '/mfa/totp', {
      level: 'enrolling',
      body: nothing,
      // The one reply that shows the secret.
      handler: async ({ principal }) => ({ status: 201, body: await totp.begin(principal) }),
    }),
    route('post', '/mfa/totp/confirmation', {
      level: 'enrolling',
      body: typed,
      handler: async ({ client, principal, body }) =>
        enrolledReply(client, await totp.confirm(client, principal, body.code), ok({})),
    }),
    route('delete', '/mfa/totp', {
      level: 'recent',
      handler: async ({ client, principal }) => removed(await factorRemoval.removeTotp(client, principal)),
    }),
    route('delete', '/mfa', {
      level: 'recent',
      handler: async ({ client, principal }) => removed(await factorRemoval.turnOff(client, principal)),
    }),
    route('post', '/mfa/recovery-codes', {
      level: 'recent',
      body: nothing,
      handler: async ({ client, principal: { user } }) => {
        const codes = await recovery.renew(actorOf(client, user), user)
        // The one reply that shows the codes.
        return { status: 201, body: { codes: codes.map((one) => one.reveal()) } }
      },
    }),
    ...securityKeyRoutes(),
  ]

  function securityKeyRoutes(): readonly Route[] {
    const { securityKeys } = services
    return [
      route('post', '/mfa/security-keys/options', {
        level: 'enrolling',
        body: keyOptions,
        handler: async ({ principal, body }) => ok(await securityKeys.options(principal, body)),
      }),
      route('post', '/mfa/security-keys', {
        level: 'enrolling',
        body: newKey,
        handler: async ({ client, principal, body, path }) => {
          const enrolled = await securityKeys.add(client, principal, body)
          const { key } = enrolled
          return enrolledReply(client, enrolled, created(toSecurityKey(key), `${path}/${key.id}`))
        },
      }),
      route('patch', '/mfa/security-keys/:id', {
        level: 'session',
        body: rename,
        handler: async ({ client, principal, param, body }) => {
          const to = { id: param('id'), name: body.name }
          return ok(toSecurityKey(await factorRemoval.renameSecurityKey(client, principal, to)))
        },
      }),
      route('delete', '/mfa/security-keys/:id', {
        level: 'recent',
        handler: async ({ client, principal, param }) =>
          removed(await factorRemoval.removeSecurityKey(client, principal, param('id'))),
      }),
    ]
  }

  function removed(proved: Reauthenticated): Reply {
    return { ...noContent, cookies: reissuedCookie(proved, options) }
  }

  /** With a ticket, the sign-in that came of it; with the first factor, the one reply that shows the recovery codes. */
  function enrolledReply(client: Client, { recoveryCodes, outcome }: Enrolled, reply: Reply): Reply {
    const codes = recoveryCodes && { recoveryCodes: recoveryCodes.map((one) => one.reveal()) }
    const signedIn = 'status' in outcome ? signInReply(client, outcome, options) : null
    const cookies = 'status' in outcome ? signedIn?.cookies : reissuedCookie(outcome, options)
    return { ...reply, body: { ...bodyOf(reply), ...codes, ...bodyOf(signedIn) }, cookies }
  }
}

function bodyOf(reply: Reply | null): object {
  return typeof reply?.body === 'object' ? reply.body : {}
}

async function enrolledBy(services: Services, who: SessionPrincipal | Pending): Promise<object> {
  const { store } = services
  const { user, policy, session } = who
  const amr = session ? session.row.amr : who.pending.amr
  const { factors, satisfied, deadline } = await standingOf(services, user, policy, amr)
  const [app, keys] = await Promise.all([
    store.totp.read(user.id, 'active'),
    store.securityKeys.list(user.id),
  ])
  return {
    enabled: hasFactor(factors),
    totp: app && { createdAt: rfc3339(app.createdAt), lastUsedAt: rfc3339OrNull(app.lastUsedAt) },
    securityKeys: keys.map(toSecurityKey),
    recoveryCodes: { remaining: factors.recoveryCodes },
    policy: { enforced: demandOf(policy), satisfied, deadline: rfc3339OrNull(deadline) },
  }
}

/** A security key as its owner sees it. */
function toSecurityKey(row: SecurityKeyRow): object {
  const { id, name, transports, backedUp, passkey, suspect } = row
  return {
    id,
    name,
    createdAt: rfc3339(row.createdAt),
    lastUsedAt: rfc3339OrNull(row.lastUsedAt),
    transports,
    synced: backedUp,
    passkey,
    suspect,
  }
}
