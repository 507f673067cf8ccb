import type { Client } from '../client.js'
import { isSafe } from '../client.js'
import type { Core } from '../core.js'
import type { ErrorCode } from '../errors.js'
import { KeywardError } from '../errors.js'
import type { AuthInfo, CredentialKind, RequestBudget, Requirements, User } from '../identity.js'
import type { Options } from '../options.js'
import type { Finding } from './authenticate.js'
import { authenticateBy } from './authenticate.js'
import { authorize } from './authorize.js'
import type { KeyLimit, LimitedUse } from './key-limit.js'
import type { MaybePromise } from './maybe-promise.js'
import { andThen } from './maybe-promise.js'
import type { Mounts } from './mounts.js'
import { refuseNobody } from './nobody.js'
import type { Principal } from './principal.js'
import { recordRefusal, refusableHolder } from './recording.js'
import type { RequestLimits } from './request-limit.js'
import { problemsOf } from './request-limit.js'
import { withQuery } from './with-query.js'

/** What a host's route demands of its callers, who must meet all of it. */
export interface GuardOptions {
  /** Every one of these scopes. Sessions, and keys made without scopes, have them all. Default: none. */
  readonly scopes?: readonly string[]
  /** Only these kinds of credential. Default: all. */
  readonly credentials?: readonly CredentialKind[]
  /** A session whose owner proved themselves within the last 10 minutes. Default: false. */
  readonly recent?: boolean
  /** A session with a second factor, or a key or token whose owner has one now. Default: false. */
  readonly mfa?: boolean
  /** Lets callers without a credential pass, as nobody; a credential that is not valid is refused all the same. Default: false. */
  readonly optional?: boolean
  /**
   * How many requests one credential may make on this guard's routes, counted once it may pass; 429 `rate_limited` beyond. Each guard counts for
   * itself. Callers without a credential are not counted. Default: any number.
   */
  readonly limit?: RequestBudget
  /**
   * Sends a browser that asks for a page without being signed in to `signInPath`, and from there back to the page; where the app has a sign-in
   * of its own (`resolveUser`), also to whichever of keyward's pages asks for what is missing. Default: false.
   */
  readonly redirect?: boolean
}

/** Who passed: `null` only where the guard is optional. */
export interface Passed {
  readonly user: User | null
  readonly authInfo: AuthInfo | null
  /** What the answer to the request carries, such as that the credential ends soon; `null` = nothing. */
  readonly headers: Readonly<Record<string, string>> | null
}

/**
 * Says who passes, at once where nothing must be read; throws, or rejects with, the refusal, which has `status`,
 * `headers` and `code`. `url` = the path that was asked for, with the query.
 */
export type Guard = (client: Client, url?: string) => MaybePromise<Passed>

const nobody: Passed = Object.freeze({ user: null, authInfo: null, headers: null })
const kinds: readonly string[] = ['session', 'api_key', 'token'] satisfies CredentialKind[]
/** The refusals of a user whom the app has signed in, and who has a step to take at keyward. */
const steps: readonly ErrorCode[] = ['second_factor_required', 'enrolment_required']
const known = new Set(['scopes', 'credentials', 'recent', 'mfa', 'optional', 'limit', 'redirect'])

/** How a guard finds and counts credentials, and where it leads browsers to. */
interface Ways extends Finding {
  readonly limits: RequestLimits
  readonly keyLimit: KeyLimit
  readonly mounts: Mounts
}

type Needs = Pick<
  Core,
  'options' | 'store' | 'digester' | 'journal' | 'usage' | 'enrolled' | 'refusals' | 'counts'
>

/** Makes a guard. Throws a TypeError for options that could never hold or do not exist, when the route is declared. */
export function guard(
  core: Needs,
  { limits, keyLimit, mounts, ...by }: Ways,
  requires: GuardOptions = {},
): Guard {
  refuseNonsense(requires, core.options)
  const limit = requires.limit && limits(requires.limit)
  const toChange: Requirements = Object.freeze({ ...requires, changes: true })
  return requires.redirect === true ? passOrRedirect : pass

  /** Answers from memory without a closure or a copy: nearly all requests come this way. */
  function pass(client: Client): MaybePromise<Passed> {
    let caller: Principal | null = null
    try {
      const found = whoCalls(client)
      if (found instanceof Promise) return passLater(client, found)
      caller = found
      const passed = admit(client, caller)
      return passed instanceof Promise ? recorded(client, caller, passed) : passed
    } catch (error) {
      void record(client, caller, error)
      throw error
    }
  }

  async function passLater(client: Client, finding: Promise<Principal | null>): Promise<Passed> {
    let caller: Principal | null = null
    try {
      caller = await finding
      return await admit(client, caller)
    } catch (error) {
      await record(client, caller, error)
      throw error
    }
  }

  async function recorded(
    client: Client,
    caller: Principal | null,
    passing: Promise<Passed>,
  ): Promise<Passed> {
    try {
      return await passing
    } catch (error) {
      await record(client, caller, error)
      throw error
    }
  }

  function record(client: Client, caller: Principal | null, error: unknown): Promise<void> {
    return recordRefusal(core, { client, who: caller && refusableHolder(caller) }, error)
  }

  /** Says who calls. For an optional guard, somebody whom the app has signed in and who still has a step to take at keyward is nobody. */
  function whoCalls(client: Client): MaybePromise<Principal | null> {
    const caller = authenticateBy(core, by, client)
    if (requires.optional !== true || !(caller instanceof Promise)) return caller
    return caller.catch((error: unknown) => {
      if (error instanceof KeywardError && steps.includes(error.code)) return null
      throw error
    })
  }

  function admit(client: Client, caller: Principal | null): MaybePromise<Passed> {
    if (!caller) return requires.optional === true ? nobody : refuseNobody(client, core.options)
    const passed = authorize(core, caller, isSafe(client.method) ? requires : toChange)
    return caller.budget === null && !limit ? passed : countedFor(client, caller, passed)
  }

  function countedFor(
    client: Client,
    { budget }: Principal,
    passed: MaybePromise<Principal>,
  ): MaybePromise<Principal> {
    const within = budget === null ? passed : andThen(passed, (one) => countedForKey(one, { budget, client }))
    return limit ? andThen(within, counted) : within
  }

  function countedForKey(
    passed: Principal,
    use: Pick<LimitedUse, 'budget' | 'client'>,
  ): MaybePromise<Principal> {
    const counting = keyLimit({ id: passed.authInfo.credential.id, ...use }, core.options.now())
    return counting ? counting.then(() => passed) : passed
  }

  function counted(passed: Principal): MaybePromise<Principal> {
    const counting = limit?.(passed.authInfo.credential.id, core.options.now())
    return counting ? counting.then(() => passed) : passed
  }

  async function passOrRedirect(client: Client, url?: string): Promise<Passed> {
    try {
      return await pass(client)
    } catch (error) {
      const mountPath = mounts.near(url ?? '')
      const places = { mountPath, signInPath: core.options.signInPath ?? `${mountPath}/sign-in` }
      throw redirecting(error, places, { client, url })
    }
  }
}

/** Where browsers can be led. */
interface Places {
  readonly signInPath: string
  readonly mountPath: string
}

/** Adds to a refusal where a browser can go from there. It stays a refusal: a caller that ignores `location` answers 401, or 403. */
function redirecting(
  error: unknown,
  places: Places,
  { client, url }: { readonly client: Client; readonly url: string | undefined },
): unknown {
  if (!(error instanceof KeywardError) || !wantsPage(client)) return error
  const path = pathFrom(error.code, client, places)
  if (path === null) return error
  const { headers, message, methods } = error
  const location = withQuery(path, { to: url ?? null })
  return new KeywardError(error.code, { headers, message, methods, location, cause: error })
}

/** The page where what is missing can be done; `null` = there is none. Only users of the app's own sign-in are sent to all of them. */
function pathFrom(code: ErrorCode, { hostUser }: Client, { signInPath, mountPath }: Places): string | null {
  if (code === 'unauthenticated') return signInPath
  if (code === 'second_factor_required') return `${mountPath}/sign-in/second-step`
  if (!hostUser) return null
  if (code === 'enrolment_required') return `${mountPath}/sign-in/enrol`
  return code === 'reauthentication_required' ? `${mountPath}/account/reauthentication` : null
}

/** Whether a browser asks for a page to show; scripts in a page ask for other types. */
function wantsPage(client: Client): boolean {
  const { method } = client
  if (method !== 'GET' && method !== 'HEAD') return false
  return client.header('accept').some((accept) => accept.includes('text/html'))
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
