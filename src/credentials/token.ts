import type { Secret } from '../crypto/secret.js'
import { hintOf, mint } from '../crypto/secret.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import type { Actor, EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Policy } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { Owner } from '../store/held.js'
import type { Page, PageRequest } from '../store/page.js'
import type { TokenRow } from '../store/token.js'
import { chooseHours, endOfToken, hourMs, listedAfterEndMs, rfc3339, rfc3339OrNull } from './lifetime.js'
import { parseName } from './name.js'
import { parseScopes } from './scope.js'
import { never } from './verdict.js'
import type { Term } from './verdict.js'

/** A short-term token as its owner sees it. Times are RFC 3339. */
export interface Token {
  readonly id: string
  readonly name: string | null
  readonly hint: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
}

export interface NewToken {
  readonly name?: string
  /** 1 to 24; the policy's default when omitted. */
  readonly expiresInHours?: number
  /** All the user's rights when omitted. */
  readonly scopes?: readonly string[]
}

/** A token with its secret, which nothing shows again. */
export interface IssuedToken {
  readonly info: Token
  readonly token: Secret
}

export interface TokenOptions {
  readonly lifetimeChoice: boolean
  readonly maxHours: number
  readonly defaultHours: number
}

/** A user's tokens. Another user's token is a 404, as one that never was. */
export interface Tokens {
  options(user: User): Promise<TokenOptions>
  list(user: User, page: PageRequest): Promise<Page<Token>>
  /** 403 `limit_reached`, 422. */
  create(actor: Actor, user: User, input: NewToken): Promise<IssuedToken>
  /** In effect in every process once it is answered. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

const maxPerUser = 50

/** How long a stored token may be used: the one rule, for every path. */
export function decideToken(row: TokenRow, owner: Owner, policy: Policy): Term {
  if (owner.disabled) return never('owner_disabled')
  return { until: endOfToken(row, policy), reason: 'expired' }
}

/** A token as events name it. */
export function tokenParty(row: TokenRow): EventParty {
  return { kind: 'token', id: row.id, name: row.name, hint: row.hint }
}

export function tokens({ options, store, digester, journal, usage, policyFor }: Parts): Tokens {
  const { now } = options
  return Object.freeze({
    async options(user) {
      const { tokens } = await policyFor(user)
      return tokens
    },

    async list(user, page) {
      await usage.flush()
      const policy = await policyFor(user)
      const { rows, more } = await store.tokens.list(user.id, now() - listedAfterEndMs, page)
      return { rows: rows.map((row) => toToken(row, policy)), more }
    },

    async create(actor, user, input) {
      const policy = await policyFor(user)
      const hours = chooseHours(input.expiresInHours, policy)
      const at = now()
      const token = mint(options.secretPrefix, 'token')
      const row: TokenRow = {
        id: newId(at),
        userId: user.id,
        name: input.name === undefined ? null : parseName(input.name).name,
        ...digester.digest(token.reveal()),
        hint: hintOf(token),
        scopes: parseScopes(input.scopes, options),
        createdAt: at,
        expiresAt: at + hours * hourMs,
        lastUsedAt: null,
      }
      const created = auditEvent(at, actor, {
        type: 'token.created',
        subject: tokenParty(row),
        userId: user.id,
      })
      const stored = await journal.commit([store.tokens.insert(row, { limit: maxPerUser, now: at })], created)
      if (!stored) throw new KeywardError('limit_reached')
      return { info: toToken(row, policy), token }
    },

    async remove(actor, user, id) {
      const row = await store.tokens.byId(user.id, id)
      if (!row) throw new KeywardError('not_found')
      const deleted = auditEvent(now(), actor, {
        type: 'token.deleted',
        subject: tokenParty(row),
        userId: user.id,
      })
      const removed = await journal.commit([store.revision.bump(), store.tokens.remove(user.id, id)], deleted)
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies Tokens)
}

function toToken(row: TokenRow, policy: Policy): Token {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: rfc3339(row.createdAt),
    expiresAt: rfc3339(endOfToken(row, policy)),
    lastUsedAt: rfc3339OrNull(row.lastUsedAt),
  }
}
