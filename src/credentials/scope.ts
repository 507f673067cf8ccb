import { invalidField } from '../errors.js'
import type { User } from '../identity.js'
import type { Options } from '../options.js'

/** The scopes of a key or token that may do all that its owner may. */
export const allScopes: readonly string[] = Object.freeze(['*'])

/** How the names of scopes begin that are keyward's own: no app declares one, and only a service account's key can have one. */
const reservedPrefix = 'keyward:'

/** The scope that lets a service account ask what other keys and tokens are good for. */
export const introspectScope = 'keyward:introspect'

/** The reserved scopes that come with introspection, each with what it is for. */
const introspection: Options['scopes'] = Object.freeze({
  [introspectScope]: 'Ask what other API keys and tokens are good for',
})

/** A service account has no rights of its own to leave a scope out for, so all that the app allows is a scope that its keys may name. */
const everything: Options['scopes'] = Object.freeze({ '*': 'Everything that the app allows' })

/** What decides which scopes there are. */
type ScopeOptions = Pick<Options, 'scopes' | 'introspection' | 'requireScopes'>

/** Who is given scopes; `kind` decides which there are. */
type Holder = Pick<User, 'kind'>

const person: Holder = Object.freeze({ kind: 'user' })

/**
 * Reads the scopes that were chosen for a key or token; omitted = all rights, which a service account has none of. 422 where scopes are
 * required, or one does not exist.
 */
export function parseScopes(
  given: readonly string[] | undefined,
  options: ScopeOptions,
  holder: Holder,
): readonly string[] {
  if (given === undefined) {
    if (options.requireScopes || holder.kind === 'service')
      throw invalidField('scopes', 'required', 'choose at least one scope')
    return allScopes
  }
  if (given.length === 0) {
    const way = holder.kind === 'service' ? '' : ', or leave it out'
    throw invalidField('scopes', 'required', `choose at least one scope${way}`)
  }
  const scopes = scopesFor(holder, options)
  if (given.some((scope) => !Object.hasOwn(scopes, scope))) {
    throw invalidField('scopes', 'unknown_scope', 'names a scope that does not exist')
  }
  return [...new Set(given)].sort()
}

/** The demanded scopes that are not granted. Among all rights is none of the reserved ones: those are named, or not held. */
export function missingScopes(granted: readonly string[], demanded: readonly string[]): readonly string[] {
  const missing = demanded.filter((scope) => !granted.includes(scope))
  // Scopes are kept in order, in which this one comes before all others.
  return granted[0] === '*' ? missing.filter((scope) => scope.startsWith(reservedPrefix)) : missing
}

/** The scopes that there are for somebody as a list, for forms; for a user, unless it is said that it is a service account. */
export function listScopes(
  options: ScopeOptions,
  holder: Holder = person,
): readonly { name: string; description: string }[] {
  return Object.entries(scopesFor(holder, options)).map(([name, description]) => ({ name, description }))
}

/** A reserved scope is there for service accounts alone, and only while what it is for is on. */
function scopesFor({ kind }: Holder, options: ScopeOptions): Options['scopes'] {
  const { scopes, requireScopes } = options
  if (kind === 'user') return scopes
  return {
    ...(requireScopes ? {} : everything),
    ...scopes,
    ...(options.introspection ? introspection : {}),
  }
}
