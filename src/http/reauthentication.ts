import { z } from 'zod'
import type { Proof, Reauthenticated } from '../account/reauthentication.js'
import { rfc3339 } from '../time.js'
import { keyRequestOptions } from './answer/mfa.js'
import { reauthenticated } from './answer/session.js'
import type { ReauthenticatedJson } from './json/session.js'
import { code, password, response } from './proof-fields.js'
import type { Answer, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'
import { reissuedCookie } from './sign-in-reply.js'

const proof = z
  .strictObject({ password: password.optional(), code: code.optional(), recoveryCode: code.optional() })
  .transform((given, context): Proof => {
    const { password, code, recoveryCode } = given
    const keys = Object.keys(given)
    if (keys.length > 1) {
      context.issues.push({ code: 'unrecognized_keys', keys: keys.slice(1), input: given })
    }
    if (password !== undefined) return { password }
    if (code !== undefined) return { code }
    if (recoveryCode !== undefined) return { recoveryCode }
    context.issues.push({ code: 'invalid_type', expected: 'string', path: ['password'], input: undefined })
    return z.NEVER
  })
const answered = z.strictObject({ response })
const nothing = z.strictObject({})

/** Has the caller prove again who they are. */
export function reauthenticationRoutes({ options, reauthentication }: Services): readonly Route[] {
  return [
    route('post', '/session/reauthentication', {
      operation: 'reauthenticate',
      summary: 'Proves again who the caller is, by exactly one of password, code and recovery code.',
      answers: { 200: reauthenticated },
      refusals: ['invalid_code', 'invalid_credentials', 'stronger_factor_required', 'too_many_attempts'],
      level: 'limited',
      body: proof,
      handler: async ({ client, principal, body }) =>
        reply(await reauthentication.prove(client, principal, body)),
    }),
    route('post', '/session/reauthentication/security-key/options', {
      operation: 'beginReauthenticationWithSecurityKey',
      summary: 'Begins a proof by security key: what the browser asks the key for.',
      answers: { 200: keyRequestOptions },
      refusals: ['no_factor', 'security_keys_unavailable', 'too_many_attempts'],
      level: 'limited',
      body: nothing,
      handler: async ({ client, principal }) =>
        ok(await reauthentication.securityKeyOptions(client, principal)),
    }),
    route('post', '/session/reauthentication/security-key', {
      operation: 'reauthenticateWithSecurityKey',
      summary: 'Proves again who the caller is, by the answer of a security key.',
      answers: { 200: reauthenticated },
      refusals: ['invalid_code', 'too_many_attempts'],
      level: 'limited',
      body: answered,
      handler: async ({ client, principal, body }) =>
        reply(await reauthentication.proveByKey(client, principal, body.response)),
    }),
  ]

  function reply(proved: Reauthenticated): Answer<200, ReauthenticatedJson> {
    return { ...ok({ recentUntil: rfc3339(proved.recentUntil) }), cookies: reissuedCookie(proved, options) }
  }
}
