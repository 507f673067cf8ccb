import type { IssuedToken, NewToken, Token, TokenOptions, Tokens } from '../credentials/token.js'
import { endingLists } from '../credentials/own-list.js'
import { readId } from '../input/id.js'
import { listRequest } from '../input/list.js'
import { readInput } from '../input/read-input.js'
import type { CountedPage } from '../store/page.js'
import type { HostListRequest } from './list-request.js'
import type { Acting } from './acting.js'

const requested = listRequest(endingLists)

/** Users' tokens, for the app's own code. Another user's token is a 404, like one that never existed. */
export interface HostTokens {
  /** Newest first, unless `sort` says otherwise; `at` is the place of the `last` of a page, and `before` its id where that order is the default. 422. */
  list(userId: string, asked?: HostListRequest): Promise<CountedPage<Token>>
  get(userId: string, id: string): Promise<Token>
  /** What the user's policy lets a new token be. */
  options(userId: string): Promise<TokenOptions>
  /** 403 `limit_reached`, 409 `conflict` where something ends the user's tokens at the same moment, 422. */
  create(userId: string, input?: NewToken): Promise<IssuedToken>
  remove(userId: string, id: string): Promise<void>
  removeAll(userId: string): Promise<void>
}

/** Makes `keyward.tokens`. */
export function hostTokens(tokens: Tokens, { actor, owner, holder }: Acting): HostTokens {
  return Object.freeze({
    list: async (userId, asked = {}) => tokens.list(await owner(userId), readInput(requested, asked)),
    get: async (userId, id) => tokens.get(await owner(userId), readId(id)),
    options: async (userId) => tokens.options(await owner(userId)),
    create: async (userId, input = {}) => {
      const maker = { user: await holder(userId), securityEpoch: null }
      return tokens.create(actor, maker, input)
    },
    remove: async (userId, id) => tokens.remove(actor, await owner(userId), readId(id)),
    removeAll: async (userId) => tokens.removeAll(actor, await owner(userId)),
  } satisfies HostTokens)
}
