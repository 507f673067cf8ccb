import type { Options } from '../options.js'
import type { Parts } from '../parts.js'
import type { AuthInfo, CredentialKind, User } from '../principal.js'
import { authenticate } from './authenticate.js'
import { authorize } from './authorize.js'
import type { Client } from './client.js'

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
}

/** Who passed: `null` only where the guard is optional. */
export interface Passed {
  readonly user: User | null
  readonly authInfo: AuthInfo | null
}

/** Says who passes; throws the refusal, with `status`, `headers` and `code`. */
export type Guard = (client: Client) => Promise<Passed>

const nobody: Passed = Object.freeze({ user: null, authInfo: null })
const kinds: readonly string[] = ['session', 'api_key', 'token'] satisfies CredentialKind[]
const known = new Set(['scopes', 'credentials', 'recent', 'mfa', 'optional'])

/** Makes a guard. Throws a TypeError for options that could never hold or do not exist, when the route is declared. */
export function guard(parts: Parts, requires: GuardOptions = {}): Guard {
  refuseNonsense(requires, parts.options)
  return async (client) => {
    const principal = await authenticate(parts, client)
    if (!principal && requires.optional === true) return nobody
    return authorize(parts, principal, requires)
  }
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
  ]
  if (problems.length > 0) throw new TypeError(`guard: ${problems.join('; ')}`)
}
