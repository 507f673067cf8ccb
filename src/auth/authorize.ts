import { missingScopes } from '../credentials/scope.js'
import { isRecent } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import type { Parts } from '../parts.js'
import { demandOf, hasFactor, proofMethods, provedSecond, satisfying } from '../policy/enforcement.js'
import type { Requirements } from '../principal.js'
import { challenged } from './challenge.js'
import type { MaybePromise } from './maybe-promise.js'
import { standingOf } from './standing.js'
import type { Principal } from './found.js'

type Needs = Pick<Parts, 'store' | 'options'>

/** Says whether a caller may do what is asked, at once where nothing must be read; throws the refusal. All conditions hold together. */
export function authorize(
  parts: Needs,
  principal: Principal | null,
  requires: Requirements,
): MaybePromise<Principal> {
  if (!principal) throw challenged('unauthenticated', parts.options)
  requireKind(principal, requires)
  requireScopes(principal, requires.scopes ?? [], parts.options)
  if (requires.admin === true && !principal.user.admin) throw new KeywardError('forbidden')
  if (isTemporary(principal) && requires.temporary !== true) {
    throw new KeywardError('password_change_required')
  }
  const mustComply = requires.downgraded !== true && isDemanded(principal)
  if (!mustComply && requires.mfa !== true && requires.recent !== true) return principal
  return provedLive(parts, principal, { ...requires, mustComply })
}

/** What depends on the factors that are enrolled now. */
async function provedLive(
  parts: Needs,
  principal: Principal,
  requires: Requirements & { readonly mustComply: boolean },
): Promise<Principal> {
  if (requires.mustComply) await requireCompliance(parts, principal)
  if (requires.mfa === true) await requireMfa(parts, principal)
  if (requires.recent === true) await requireRecent(parts, principal)
  return principal
}

/** A session must satisfy the policy on second factors; keys and tokens where the policy says so. Who must change their password does that first. */
function isDemanded(principal: Principal): boolean {
  const { policy, session } = principal
  if (demandOf(policy) === 'off' || isTemporary(principal)) return false
  return session !== null || policy.enforcement.blockCredentials
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

async function requireCompliance(parts: Needs, { user, policy, session }: Principal): Promise<void> {
  const standing = await standingOf(parts, user, policy, session ? session.row.amr : null)
  if (!standing.due) return
  throw new KeywardError('enrolment_required', { methods: satisfying(demandOf(standing.policy)) })
}

async function requireMfa({ store }: Needs, { user, session }: Principal): Promise<void> {
  if (session && provedSecond(session.row.amr)) return
  const factors = await store.factors.of(user.id)
  if (!hasFactor(factors)) throw new KeywardError('enrolment_required', { methods: satisfying('mfa') })
  if (session) throw new KeywardError('reauthentication_required', { methods: proofMethods(factors) })
}

async function requireRecent({ store, options }: Needs, principal: Principal): Promise<void> {
  const { user, session } = principal
  // A temporary password can only be changed, and to change it one must know it.
  if (isTemporary(principal)) return
  const factors = await store.factors.of(user.id)
  if (session && isRecent(session.row, factors, options.now())) return
  throw new KeywardError('reauthentication_required', { methods: proofMethods(factors) })
}

function isTemporary({ session }: Principal): boolean {
  return session?.account.temporaryUntil != null
}
