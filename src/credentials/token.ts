import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { hintOf, mint } from '../crypto/secret.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, AuditEvent, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { readInput } from '../input/read-input.js'
import { newToken } from '../input/token.js'
import type { Policy } from '../policy/policy.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../store/page.js'
import type { TokenRow } from '../store/token.js'
import type { Write } from '../store/write.js'
import { hourMs, rfc3339, rfc3339OrNull } from '../time.js'
import { chooseHours, endOfToken, listedAfterEndMs, longestLifeOfToken } from './lifetime.js'
import { parseName } from './name.js'
import { ownEvents } from './own-events.js'
import { ownedList, pageOf, policyOnceFlushed, unendedList } from './own-list.js'
import { parseScopes } from './scope.js'
import type { Validity } from './verdict.js'
import { refused } from './verdict.js'

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

/** A token that a user asks for. */
export interface NewToken {
  readonly name?: string
  /** 1 to 24; the policy's default when omitted. */
  readonly expiresInHours?: number
  /** What the token may be used for; everything that the user may do when omitted. */
  readonly scopes?: readonly string[]
}

/** A token with its secret, which nothing shows again. */
export interface IssuedToken {
  readonly info: Token
  readonly token: Secret
}

/** What the user's policy lets a new token be, for forms. */
export interface TokenOptions {
  readonly lifetimeChoice: boolean
  readonly maxHours: number
  readonly defaultHours: number
}

/** Who makes a token for themselves, or has the app make one. */
interface TokenMaker {
  readonly user: User
  /** That of the account when they were let in: what has ended since then makes no token. `null` = as it is when the app asks. */
  readonly securityEpoch: number | null
}

/** A user's tokens. Another user's token is a 404, like one that never existed. */
export interface Tokens {
  options(user: User): Promise<TokenOptions>
  list(user: User, request: ListRequest): Promise<CountedPage<Token>>
  /** What happened to it, newest first. */
  events(user: User, id: string, page: PageRequest): Promise<Page<AuditEvent>>
  get(user: User, id: string): Promise<Token>
  /** 403 `limit_reached`, 409 `conflict` where what ends their tokens came first, 422. */
  create(actor: Actor, maker: TokenMaker, input: NewToken): Promise<IssuedToken>
  /** Deletes the token: once this has answered, no process accepts it. */
  remove(actor: Actor, user: User, id: string): Promise<void>
  /** Deletes all tokens of the user, as `remove` does one. */
  removeAll(actor: Actor, user: User): Promise<void>
}

const maxPerUser = 50
const unnamed = { name: null, nameFolded: null }

/** A token that is made, and not stored yet. */
export interface PreparedToken {
  /** `affects: 1`: refused where the user has as many as allowed. */
  readonly insert: Write
  readonly event: AuditEvent
  readonly issued: IssuedToken
}

/** What a token is made of, once the policy has been asked. */
export interface GrantedToken {
  readonly user: User
  readonly policy: Policy
  readonly name: string | undefined
  readonly scopes: readonly string[]
  readonly hours: number
  /** The program that collects it as a device. */
  readonly clientId: string | null
}

/** How long a stored token may be used. Every path that accepts tokens asks this one rule. */
export function decideToken(row: TokenRow, owner: CredentialOwner, policy: Policy): Validity {
  if (owner.disabled) return refused('owner_disabled')
  return { until: endOfToken(row, policy), reason: 'expired' }
}

/** A token as events name it. */
export function tokenParty(row: TokenRow): EventParty {
  return { kind: 'token', id: row.id, name: row.name, hint: row.hint }
}

/** Makes a token, its event and the write that stores it: whoever commits them says what else they depend on. */
export function preparedToken(
  { options, store, digester }: Pick<Core, 'options' | 'store' | 'digester'>,
  actor: Actor,
  { user, policy, name: given, scopes, hours, clientId }: GrantedToken,
): PreparedToken {
  const { name, nameFolded } = given === undefined ? unnamed : parseName(given)
  const at = options.now()
  const token = mint(options.secretPrefix, 'token')
  const row: TokenRow = {
    id: newId(at),
    userId: user.id,
    name,
    nameFolded,
    ...digester.digest(token.reveal()),
    hint: hintOf(token),
    scopes,
    clientId,
    createdAt: at,
    expiresAt: at + hours * hourMs,
    lastUsedAt: null,
  }
  return {
    insert: store.tokens.insert(row, { limit: maxPerUser, now: at }),
    event: auditEvent(at, actor, { type: 'token.created', subject: tokenParty(row), userId: user.id }),
    issued: { info: toToken(row, policy), token },
  }
}

/** Whether a user may have one more token, as things are now; storing it asks again. */
export async function hasRoomForToken(
  { options, store }: Pick<Core, 'options' | 'store'>,
  user: User,
): Promise<boolean> {
  const { total } = await store.tokens.list(user.id, unendedList(1, options.now()))
  return total < maxPerUser
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'usage' | 'policyFor'>

/** Makes the service; a user has at most 50 tokens that have not ended. */
export function tokens(core: Needs): Tokens {
  const { options, store, journal, usage, policyFor } = core
  const { now } = options
  return Object.freeze({
    async options(user) {
      const { tokens } = await policyFor(user)
      return tokens
    },

    async list(user, request) {
      const policy = await policyOnceFlushed({ usage, policyFor }, user)
      const at = now()
      const longestMs = longestLifeOfToken(policy)
      const list = ownedList(request, { now: at, longestMs, endedSince: at - listedAfterEndMs })
      return pageOf(await store.tokens.list(user.id, list), (row) => toToken(row, policy))
    },

    events: async (user, id, page) =>
      ownEvents({ store, usage }, { userId: user.id, party: tokenParty(await find(user, id)) }, page),

    async get(user, id) {
      await usage.flush()
      return toToken(await find(user, id), await policyFor(user))
    },

    async create(actor, { user, securityEpoch }, given) {
      const input = readInput(newToken, given)
      const epoch = securityEpoch ?? (await epochOf(user)) ?? 0
      const policy = await policyFor(user)
      const hours = chooseHours(input.expiresInHours, policy)
      const scopes = parseScopes(input.scopes, options, user)
      const granted = { user, policy, name: input.name, scopes, hours, clientId: null }
      const { insert, event, issued } = preparedToken(core, actor, granted)
      // A change of the password, or whatever else ends tokens, ends those that are being made meanwhile as well.
      if (await journal.commit([store.accounts.still(user.id, epoch), insert], event)) return issued
      throw new KeywardError((await epochOf(user)) === epoch ? 'limit_reached' : 'conflict')
    },

    async remove(actor, user, id) {
      const row = await find(user, id)
      const deleted = event('token.deleted', actor, row)
      const removed = await journal.commit([store.tokens.remove(user.id, id)], deleted)
      if (!removed) throw new KeywardError('not_found')
    },

    async removeAll(actor, user) {
      // Only tokens that have not ended make an event: nobody needs to be told of the others.
      const { rows } = await store.tokens.list(user.id, unendedList(maxPerUser, now()))
      const deleted = rows.map((row) => event('token.deleted', actor, row))
      await journal.commit([store.tokens.removeAll(user.id)], ...deleted)
    },
  } satisfies Tokens)

  async function epochOf({ id }: User): Promise<number | null> {
    return (await store.accounts.byId(id))?.securityEpoch ?? null
  }

  async function find(user: User, id: string): Promise<TokenRow> {
    return existing(await store.tokens.byId(user.id, id))
  }

  function event(type: EventType, actor: Actor, row: TokenRow) {
    return auditEvent(now(), actor, { type, subject: tokenParty(row), userId: row.userId })
  }
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
