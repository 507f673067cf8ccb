import { z } from 'zod'
import { renderCookie, pendingCookie } from '../auth/cookie.js'
import type { Client } from '../client.js'
import type { SignIn } from '../sign-in/outcome.js'
import { keyRequestOptions } from './answer/mfa.js'
import { recoveryAnswers, signInAnswers } from './answer/session.js'
import type { RemainingCodesJson, SignedInJson, SignInUnderWayJson } from './json/session.js'
import { code, response } from './proof-fields.js'
import type { Answer, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'
import { signInReply } from './sign-in-reply.js'

const typed = z.strictObject({ code })
const answered = z.strictObject({ response })
const nothing = z.strictObject({})

/** The second step of a sign-in, and signing in with a passkey, which needs none. */
export function secondStepRoutes({ options, secondSteps, passkeys }: Services): readonly Route[] {
  return [
    route('post', '/session/totp', {
      operation: 'signInWithTotp',
      summary: 'Takes the second step with a code of an authenticator app.',
      answers: signInAnswers,
      refusals: ['invalid_code', 'stronger_factor_required', 'too_many_attempts'],
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.totp(client, principal, body.code), options),
    }),
    route('post', '/session/recovery-code', {
      operation: 'signInWithRecoveryCode',
      summary: 'Takes the second step with a recovery code, which is used up.',
      answers: recoveryAnswers,
      refusals: ['invalid_code', 'stronger_factor_required', 'too_many_attempts'],
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        withRemaining(client, await secondSteps.recoveryCode(client, principal, body.code)),
    }),
    route('post', '/session/security-key/options', {
      operation: 'beginSignInWithSecurityKey',
      summary: 'Begins the second step with a security key: what the browser asks the key for.',
      answers: { 200: keyRequestOptions },
      refusals: ['no_factor', 'security_keys_unavailable', 'too_many_attempts'],
      level: 'pending',
      body: nothing,
      handler: async ({ client, principal }) => ok(await secondSteps.securityKeyOptions(client, principal)),
    }),
    route('post', '/session/security-key', {
      operation: 'signInWithSecurityKey',
      summary: 'Takes the second step with the answer of a security key.',
      answers: signInAnswers,
      refusals: ['invalid_code', 'too_many_attempts'],
      level: 'pending',
      body: answered,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.securityKey(client, principal, body.response), options),
    }),
    ...(options.passkeys ? passkeyRoutes() : []),
  ]

  function withRemaining(
    client: Client,
    { remaining, ...signIn }: SignIn & RemainingCodesJson,
  ): Answer<201, SignedInJson & RemainingCodesJson> | Answer<202, SignInUnderWayJson & RemainingCodesJson> {
    const reply = signInReply(client, signIn, options)
    return reply.status === 201
      ? { ...reply, body: { ...reply.body, remaining } }
      : { ...reply, body: { ...reply.body, remaining } }
  }

  function passkeyRoutes(): readonly Route[] {
    return [
      route('post', '/session/passkey/options', {
        operation: 'beginSignInWithPasskey',
        summary:
          'Begins a sign-in with a passkey: what the browser asks for. There only with `passkeys: true`.',
        answers: { 200: keyRequestOptions },
        refusals: ['security_keys_unavailable', 'too_many_attempts'],
        level: 'anon',
        sameOrigin: true,
        body: nothing,
        handler: async ({ client }) => {
          const { secret, options: offer } = await passkeys.options(client)
          const cookies = secret === null ? [] : [renderCookie(pendingCookie(options), secret, options)]
          return { ...ok(offer), cookies }
        },
      }),
      route('post', '/session/passkey', {
        operation: 'signInWithPasskey',
        summary: 'Signs in with the answer of a passkey. There only with `passkeys: true`.',
        answers: signInAnswers,
        refusals: ['invalid_code', 'too_many_attempts'],
        level: 'anon',
        sameOrigin: true,
        body: answered,
        handler: async ({ client, body }) =>
          signInReply(client, await passkeys.signIn(client, body.response), options),
      }),
    ]
  }
}
