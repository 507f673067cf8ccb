import { invalidField } from '../errors.js'
import type { Options } from '../options.js'

/** The scopes of a key or token that may do all that its owner may. */
export const allScopes: readonly string[] = Object.freeze(['*'])

/** Reads the scopes that were chosen for a key or token; omitted = all rights. 422 where scopes are required, or one does not exist. */
export function parseScopes(
  given: readonly string[] | undefined,
  { scopes, requireScopes }: Pick<Options, 'scopes' | 'requireScopes'>,
): readonly string[] {
  if (given === undefined) {
    if (requireScopes) throw invalidField('scopes', 'required', 'choose at least one scope')
    return allScopes
  }
  if (given.length === 0)
    throw invalidField('scopes', 'required', 'choose at least one scope, or leave it out')
  if (given.some((scope) => !Object.hasOwn(scopes, scope))) {
    throw invalidField('scopes', 'unknown_scope', 'names a scope that does not exist')
  }
  return [...new Set(given)].sort()
}

/** The demanded scopes that are not granted. */
export function missingScopes(granted: readonly string[], demanded: readonly string[]): readonly string[] {
  if (granted[0] === '*') return []
  return demanded.filter((scope) => !granted.includes(scope))
}

/** The declared scopes as a list, for forms. */
export function listScopes(scopes: Options['scopes']): readonly { name: string; description: string }[] {
  return Object.entries(scopes).map(([name, description]) => ({ name, description }))
}
