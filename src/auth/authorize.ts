import { missingScopes } from '../credentials/scope.js'
import { recentMs } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import type { Requirements } from '../principal.js'
import { challenged } from './challenge.js'
import type { Principal } from './verify.js'

/** Says whether a caller may do what is asked; throws the refusal. All conditions hold together. */
export function authorize(
  principal: Principal | null,
  requires: Requirements,
  options: Pick<Options, 'productName' | 'now'>,
): asserts principal is Principal {
  if (!principal) throw challenged('unauthenticated', options)
  requireKind(principal, requires)
  requireScopes(principal, requires.scopes ?? [], options)
  if (requires.admin === true && !principal.user.admin) throw new KeywardError('forbidden')
  if (principal.session?.account.temporaryUntil != null && requires.limited !== true) {
    throw new KeywardError('password_change_required')
  }
  if (requires.recent === true) requireRecent(principal, options)
}

function requireKind({ authInfo }: Principal, { credentials, recent }: Requirements): void {
  const { kind } = authInfo.credential
  // Only a session can be recently proved.
  if (recent === true && kind !== 'session') throw new KeywardError('interactive_session_required')
  if (!credentials || credentials.includes(kind)) return
  const onlySessions = credentials.every((accepted) => accepted === 'session')
  throw new KeywardError(onlySessions ? 'interactive_session_required' : 'credential_not_accepted')
}

function requireScopes(
  { authInfo }: Principal,
  demanded: readonly string[],
  options: Pick<Options, 'productName'>,
): void {
  if (missingScopes(authInfo.scopes, demanded).length === 0) return
  throw challenged('insufficient_scope', options, { scopes: demanded })
}

function requireRecent({ session }: Principal, { now }: Pick<Options, 'now'>): void {
  // A temporary password can only be changed, and to change it one must know it.
  if (session?.account.temporaryUntil != null) return
  if (session && now() < session.row.provedAt + recentMs) return
  throw new KeywardError('reauthentication_required', { methods: ['password'] })
}
