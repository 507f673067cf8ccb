import { actorOf } from '../client.js'
import { endingLists } from '../credentials/own-list.js'
import { newToken } from '../input/token.js'
import { tokenList, tokenOptions, tokenWithSecret } from './answer/credential.js'
import { countedListOf, listQuery } from './list/paging.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The caller's short-term tokens. */
export function tokenRoutes({ tokens }: Services): readonly Route[] {
  return [
    route('get', '/tokens', {
      operation: 'listTokens',
      summary:
        'The tokens of the caller, newest first unless `sort` says otherwise; `q` is part of the name, in any case.',
      answers: { 200: tokenList },
      level: 'session',
      query: listQuery(endingLists),
      handler: async ({ principal, query }) =>
        ok(countedListOf(await tokens.list(principal.user, query), query)),
    }),
    route('get', '/tokens/options', {
      operation: 'getTokenOptions',
      summary: 'The lifetimes that a new token may have.',
      answers: { 200: tokenOptions },
      level: 'session',
      handler: async ({ principal }) => ok(await tokens.options(principal.user)),
    }),
    route('post', '/tokens', {
      operation: 'createToken',
      summary: 'Makes a token of 1 to 24 hours. The only answer that shows its secret.',
      answers: { 201: tokenWithSecret },
      refusals: ['conflict', 'limit_reached'],
      level: 'recent',
      body: newToken,
      handler: async ({ client, principal: { user, session }, body, path }) => {
        const { securityEpoch } = session.row
        const { info, token } = await tokens.create(actorOf(client, user), { user, securityEpoch }, body)
        // The one reply that shows the secret.
        return created({ ...info, token: token.reveal() }, `${path}/${info.id}`)
      },
    }),
    route('delete', '/tokens/:id', {
      operation: 'deleteToken',
      summary: 'Ends a token, in every process.',
      answers: { 204: null },
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await tokens.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
  ]
}
