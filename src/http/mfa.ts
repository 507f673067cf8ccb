import { z } from 'zod'
import type { Enrolled } from '../account/enrolment.js'
import type { FactorOverview, OwnSecurityKey } from '../account/own-factors.js'
import type { Reauthenticated } from '../account/reauthentication.js'
import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import {
  confirmedTotp,
  keyCreationOptions,
  mfa,
  newSecurityKey,
  recoveryCodes,
  securityKey,
  totpOffer,
} from './answer/mfa.js'
import type { EnrolledJson, MfaJson, SecurityKeyJson } from './json/mfa.js'
import { code, response } from './proof-fields.js'
import type { Answer, Route } from './route.js'
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
  const { factors, totp, recovery, factorRemoval, options } = services
  return [
    route('get', '/mfa', {
      operation: 'getMfa',
      summary: 'Which second factors the caller has, and what the policy demands.',
      answers: { 200: mfa },
      level: 'limitedOrTicket',
      handler: async ({ principal }) => ok(toOverview(await factors.overview(principal))),
    }),
    route('post', '/mfa/totp', {
      operation: 'beginTotp',
      summary: 'Makes a secret for an authenticator app, with its QR code. It counts once it is confirmed.',
      answers: { 201: totpOffer },
      refusals: ['forbidden'],
      level: 'enrolling',
      body: nothing,
      // The one reply here that shows the secret.
      handler: async ({ principal }) => {
        const { secret, uri, qrSvg, expiresAt } = await totp.begin(principal)
        return { status: 201, body: { secret, uri, qrSvg, expiresAt } } as const
      },
    }),
    route('post', '/mfa/totp/confirmation', {
      operation: 'confirmTotp',
      summary: 'Confirms the authenticator app with a code it shows. The first factor brings recovery codes.',
      answers: { 200: confirmedTotp },
      refusals: ['expired', 'forbidden', 'invalid_code'],
      level: 'enrolling',
      body: typed,
      handler: async ({ client, principal, body }) =>
        enrolledReply(client, await totp.confirm(client, principal, body.code), ok({})),
    }),
    route('delete', '/mfa/totp', {
      operation: 'deleteTotp',
      summary: 'Removes the authenticator app.',
      answers: { 204: null },
      refusals: ['not_found', 'required_by_policy'],
      level: 'recent',
      handler: async ({ client, principal }) => removed(await factorRemoval.removeTotp(client, principal)),
    }),
    route('delete', '/mfa', {
      operation: 'turnOffMfa',
      summary: 'Turns 2-step verification off: removes all factors and recovery codes.',
      answers: { 204: null },
      refusals: ['required_by_policy'],
      level: 'recent',
      handler: async ({ client, principal }) => removed(await factorRemoval.turnOff(client, principal)),
    }),
    route('post', '/mfa/recovery-codes', {
      operation: 'createRecoveryCodes',
      summary: 'Makes ten new recovery codes, shown once. The former ones end.',
      answers: { 201: recoveryCodes },
      refusals: ['conflict', 'no_factor'],
      level: 'recent',
      body: nothing,
      handler: async ({ client, principal }) => {
        const codes = await recovery.renew(actorOf(client, principal.user), principal)
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
        operation: 'beginSecurityKey',
        summary: 'Begins to register a security key: what the browser asks the key for.',
        answers: { 200: keyCreationOptions },
        refusals: ['security_keys_unavailable', 'too_many_attempts'],
        level: 'enrolling',
        body: keyOptions,
        handler: async ({ client, principal, body }) =>
          ok(await securityKeys.options(client, principal, body)),
      }),
      route('post', '/mfa/security-keys', {
        operation: 'createSecurityKey',
        summary: 'Registers a security key by its answer. The first factor brings recovery codes.',
        answers: { 201: newSecurityKey },
        refusals: ['already_registered', 'expired', 'limit_reached', 'name_taken'],
        level: 'enrolling',
        body: newKey,
        handler: async ({ client, principal, body, path }) => {
          const enrolled = await securityKeys.add(client, principal, body)
          const { key } = enrolled
          return enrolledReply(client, enrolled, created(toSecurityKey(key), `${path}/${key.id}`))
        },
      }),
      route('patch', '/mfa/security-keys/:id', {
        operation: 'updateSecurityKey',
        summary: 'Renames a security key.',
        answers: { 200: securityKey },
        refusals: ['name_taken'],
        level: 'session',
        body: rename,
        handler: async ({ client, principal, param, body }) => {
          const to = { id: param('id'), name: body.name }
          return ok(toSecurityKey(await factorRemoval.renameSecurityKey(client, principal, to)))
        },
      }),
      route('delete', '/mfa/security-keys/:id', {
        operation: 'deleteSecurityKey',
        summary: 'Removes a security key.',
        answers: { 204: null },
        refusals: ['required_by_policy'],
        level: 'recent',
        handler: async ({ client, principal, param }) =>
          removed(await factorRemoval.removeSecurityKey(client, principal, param('id'))),
      }),
    ]
  }

  function removed(proved: Reauthenticated): Answer<204, undefined> {
    return { ...noContent, cookies: reissuedCookie(proved, options) }
  }

  /** Adds to a reply the sign-in that a ticket became and, with the first factor, the recovery codes, which only this reply shows. */
  function enrolledReply<Status extends 200 | 201, Body extends object>(
    client: Client,
    { recoveryCodes, outcome }: Enrolled,
    reply: Answer<Status, Body>,
  ): Answer<Status, Body & EnrolledJson> {
    const codes = recoveryCodes && { recoveryCodes: recoveryCodes.map((one) => one.reveal()) }
    const body = { ...reply.body, ...codes }
    if (!('status' in outcome)) return { ...reply, body, cookies: reissuedCookie(outcome, options) }
    const signedIn = signInReply(client, outcome, options)
    return { ...reply, body: { ...body, ...signedIn.body }, cookies: signedIn.cookies }
  }
}

function toOverview(overview: FactorOverview): MfaJson {
  const { enabled, totp, securityKeys, recoveryCodes, demand, satisfied, deadline } = overview
  return {
    enabled,
    totp: totp && { createdAt: rfc3339(totp.createdAt), lastUsedAt: rfc3339OrNull(totp.lastUsedAt) },
    securityKeys: securityKeys.map(toSecurityKey),
    recoveryCodes: { remaining: recoveryCodes },
    policy: { enforced: demand, satisfied, deadline: rfc3339OrNull(deadline) },
  }
}

/** A security key as the API shows it: whatever keeps it from proving anything makes it suspect. */
function toSecurityKey(key: OwnSecurityKey): SecurityKeyJson {
  const { id, name, transports, backedUp, passkey } = key
  return {
    id,
    name,
    createdAt: rfc3339(key.createdAt),
    lastUsedAt: rfc3339OrNull(key.lastUsedAt),
    transports,
    synced: backedUp,
    passkey,
    suspect: !key.usable,
  }
}
