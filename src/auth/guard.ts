import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import type { Parts } from '../parts.js'
import type { AuthInfo, CredentialKind, User } from '../principal.js'
import { authenticateBy } from './authenticate.js'
import { authorize } from './authorize.js'
import type { Client } from './client.js'
import type { Principal } from './found.js'
import { andThen } from './maybe-promise.js'
import type { MaybePromise } from './maybe-promise.js'
import type { RequestBudget, RequestLimits } from './request-limit.js'
import { problemsOf } from './request-limit.js'
import type { Find } from './verify.js'

/** What a host's route demands. All conditions hold together. */
export interface GuardOptions {
  /** Every one of these scopes. Sessions, and keys made without scopes, have them all. */
  readonly scopes?: readonly string[]
  /** Only these kinds of credential. Default: all. */
  readonly credentials?: readonly CredentialKind[]
  /** A session whose owner proved themselves within the last 10 minutes. */
  readonly recent?: boolean
  /** A session with a second factor, or a key or token whose owner has one now. */
  readonly mfa?: boolean
  /** Lets callers without a credential pass, as nobody; a credential that is not valid is refused all the same. */
  readonly optional?: boolean
  /**
   * How many requests one credential may make on this guard's routes, counted once it may pass; 429 `rate_limited` beyond. Each guard counts for
   * itself. Callers without a credential are not counted. Default: any number.
   */
  readonly limit?: RequestBudget
  /** Sends a browser that asks for a page without being signed in to `signInPath`, and from there back to the page. */
  readonly redirect?: boolean
}

/** Who passed: `null` only where the guard is optional. */
export interface Passed {
  readonly user: User | null
  readonly authInfo: AuthInfo | null
}

/**
 * Says who passes, at once where nothing must be read; throws, or rejects with, the refusal, which has `status`,
 * `headers` and `code`. `url` = the path that was asked for, with the query.
 */
export type Guard = (client: Client, url?: string) => MaybePromise<Passed>

const nobody: Passed = Object.freeze({ user: null, authInfo: null })
const kinds: readonly string[] = ['session', 'api_key', 'token'] satisfies CredentialKind[]
const known = new Set(['scopes', 'credentials', 'recent', 'mfa', 'optional', 'limit', 'redirect'])

/** Makes a guard. Throws a TypeError for options that could never hold or do not exist, when the route is declared. */
export function guard(
  parts: Parts,
  { find, limits }: { readonly find: Find; readonly limits: RequestLimits },
  requires: GuardOptions = {},
): Guard {
  refuseNonsense(requires, parts.options)
  const limit = requires.limit && limits(requires.limit)
  return requires.redirect === true ? passOrRedirect : pass

  function pass(client: Client): MaybePromise<Passed> {
    return andThen(authenticateBy(parts, find, client), (principal): MaybePromise<Passed> => {
      if (!principal && requires.optional === true) return nobody
      const passed = authorize(parts, principal, requires)
      return limit ? andThen(passed, counted) : passed
    })
  }

  function counted(passed: Principal): MaybePromise<Principal> {
    const counting = limit?.(passed.authInfo.credential.id, parts.options.now())
    return counting ? counting.then(() => passed) : passed
  }

  async function passOrRedirect(client: Client, url?: string): Promise<Passed> {
    try {
      return await pass(client)
    } catch (error) {
      throw redirecting(error, parts.options, { client, url })
    }
  }
}

/** The refusal stays one: whoever does not know of `location` answers 401. */
function redirecting(
  error: unknown,
  { signInPath }: Pick<Options, 'signInPath'>,
  { client, url }: { readonly client: Client; readonly url: string | undefined },
): unknown {
  if (!(error instanceof KeywardError) || error.code !== 'unauthenticated' || !wantsPage(client)) return error
  const back = url === undefined ? '' : `?${new URLSearchParams({ to: url }).toString()}`
  return new KeywardError(error.code, { headers: error.headers, location: signInPath + back, cause: error })
}

/** A browser that a person looks at; a script of a page asks for other types. */
function wantsPage({ method, headers }: Client): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return headers.accept?.some((accept) => accept.includes('text/html')) === true
}

function refuseNonsense(requires: GuardOptions, { scopes }: Pick<Options, 'scopes'>): void {
  const problems = [
    ...Object.keys(requires)
      .filter((key) => !known.has(key))
      .map((key) => `${key} is not an option`),
    ...(requires.scopes ?? [])
      .filter((scope) => !Object.hasOwn(scopes, scope))
      .map((scope) => `scope ${scope} is not declared in the options of createKeyward`),
    ...(requires.credentials ?? [])
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => `${kind} is not a kind of credential`),
    ...(requires.credentials?.length === 0 ? ['credentials must name at least one kind'] : []),
    ...(requires.recent && requires.credentials && !requires.credentials.includes('session')
      ? ['recent needs sessions among the credentials']
      : []),
    ...(requires.limit === undefined ? [] : problemsOf({ ...requires.limit })),
  ]
  if (problems.length > 0) throw new TypeError(`guard: ${problems.join('; ')}`)
}
