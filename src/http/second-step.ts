import { z } from 'zod'
import type { SignIn } from '../auth/sign-in.js'
import { code, response } from './fields.js'
import type { Reply, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'
import { signInReply } from './sign-in-reply.js'
import { renderCookie, pendingCookie } from '../auth/cookie.js'

const typed = z.strictObject({ code })
const answered = z.strictObject({ response })
const nothing = z.strictObject({})

/** The second step of a sign-in, and signing in with a passkey, which needs none. */
export function secondStepRoutes({ options, secondSteps, passkeys }: Services): readonly Route[] {
  return [
    route('post', '/session/totp', {
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.totp(client, principal, body.code), options),
    }),
    route('post', '/session/recovery-code', {
      level: 'pending',
      body: typed,
      handler: async ({ client, principal, body }) =>
        signInReply(client, await secondSteps.recoveryCode(client, principal, body.code), options),
    }),
    route('post', '/session/security-key/options', {
      level: 'pending',
      body: nothing,
      handler: async ({ principal }) => ok(await secondSteps.securityKeyOptions(principal)),
    }),
    route('post', '/session/security-key', {
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
        level: 'anon',
        sameOrigin: true,
        body: nothing,
        handler: async () => {
          const offer = await passkeys.options()
          const cookie = renderCookie(pendingCookie(options), offer.secret, options)
          return { ...ok(offer.options), cookies: [cookie] }
        },
      }),
      route('post', '/session/passkey', {
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
