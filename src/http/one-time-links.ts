import { z } from 'zod'
import { existing } from '../errors.js'
import { kindInUrl } from '../one-time-link/link.js'
import type { Answer, Route } from './route.js'
import { noContent, route } from './route.js'
import type { Services } from './services.js'

const request = z.strictObject({ username: z.string().min(1).max(256) })
const use = z.strictObject({ code: z.string().min(1).max(256), newPassword: z.string().min(1) })

/** Links that set a password once, and, where the app allows it, asking for one. */
export function oneTimeLinkRoutes({ oneTimeLinks, options }: Services): readonly Route[] {
  return [
    route('post', '/one-time-links/:kind', {
      operation: 'useOneTimeLink',
      summary:
        'Sets the password of the user whose link it is (`kind` is `invitation` or `password-reset`), which ends the link, their other links, sessions, sign-ins under way and tokens. The next sign-in asks for the second factor as ever.',
      answers: { 204: null },
      refusals: ['invalid_code', 'too_many_attempts'],
      level: 'anon',
      sameOrigin: true,
      body: use,
      handler: async ({ client, param, body }) => {
        await oneTimeLinks.use(client, existing(kindInUrl(param('kind'))), body)
        return noContent
      },
    }),
    ...(options.passwordReset
      ? [
          route('post', '/password-reset', {
            operation: 'requestPasswordReset',
            summary:
              'Has a link that sets another password sent to the user of that name, if there is one who has a password. The answer is always the same.',
            answers: { 202: null },
            refusals: ['too_many_attempts'],
            level: 'anon',
            sameOrigin: true,
            body: request,
            handler: async ({ client, body }) => {
              await oneTimeLinks.requestReset(client, body.username)
              return accepted
            },
          }),
        ]
      : []),
  ]
}

const accepted: Answer<202, undefined> = Object.freeze({ status: 202, body: undefined })
