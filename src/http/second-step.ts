import { z } from 'zod'
import { renderCookie, pendingCookie } from '../auth/cookie.js'
import type { SignIn } from '../sign-in/outcome.js'
import { code, response } from './proof-fields.js'
import type { Reply, Route } from './route.js'
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
      summary: 'Takes the second step with a code of an authenticator app.',
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.totp(client, principal, body.code), options),
    }),
    route('post', '/session/recovery-code', {
      summary: 'Takes the second step with a recovery code, which is used up.',
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.recoveryCode(client, principal, body.code), options),
    }),
    route('post', '/session/security-key/options', {
      summary: 'Begins the second step with a security key: what the browser asks the key for.',
      level: 'pending',
      body: nothing,
      handler: async ({ client, principal }) => ok(await secondSteps.securityKeyOptions(client, principal)),
    }),
    route('post', '/session/security-key', {
      summary: 'Takes the second step with the answer of a security key.',
      level: 'pending',
      body: answered,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.securityKey(client, principal, body.response), options),
    }),
    ...(options.passkeys ? passkeyRoutes() : []),
  ]

  function passkeyRoutes(): readonly Route[] {
    return [
      route('post', '/session/passkey/options', {
        summary:
          'Begins a sign-in with a passkey: what the browser asks for. There only with `passkeys: true`.',
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
        summary: 'Signs in with the answer of a passkey. There only with `passkeys: true`.',
        level: 'anon',
        sameOrigin: true,
        body: answered,
        handler: async ({ client, body }): Promise<Reply> => {
          const signIn: SignIn = await passkeys.signIn(client, body.response)
          return signInReply(client, signIn, options)
        },
      }),
    ]
  }
}
