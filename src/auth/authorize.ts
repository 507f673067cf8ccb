import type { Core } from '../core.js'
import { isRecent } from '../credentials/proof.js'
import { missingScopes } from '../credentials/scope.js'
import { KeywardError } from '../errors.js'
import type { Requirements } from '../identity.js'
import type { Options } from '../options.js'
import { demandOf, hasFactor, proofMethods, provedSecond, satisfying } from '../policy/enforcement.js'
import type { Compliance } from './compliance.js'
import { complianceOf } from './compliance.js'
import type { MaybePromise } from './maybe-promise.js'
import { offered } from './offered.js'
import type { Principal } from './principal.js'
import { challenged } from './www-authenticate.js'

type Needs = Pick<Core, 'store' | 'enrolled' | 'options'>

/** Lets a caller pass who meets all conditions, and throws the refusal otherwise; answers at once where nothing must be read. */
export function authorize(
  core: Needs,
  principal: Principal,
  requires: Requirements,
): MaybePromise<Principal> {
  requireKind(principal, requires)
  requireScopes(principal, requires.scopes ?? [], core.options)
  if (requires.admin === true && !principal.user.admin) throw new KeywardError('forbidden')
  if (isTemporary(principal) && requires.temporary !== true) {
    throw new KeywardError('password_change_required')
  }
  const mustComply = requires.downgraded !== true && isDemanded(principal)
  const mustProve = requires.recent === true || isOutdated(principal, requires)
  if (!mustComply && requires.mfa !== true && !mustProve) return principal
  return provedLive(core, principal, { ...requires, mustComply, mustProve })
}

/** Whether something is changed by a superseded secret. Tabs may still read with it, but it may have been stolen before the owner's proof. */
function isOutdated({ session }: Principal, { changes }: Requirements): boolean {
  return changes === true && session?.superseded === true
}

/** Checks the conditions that depend on the factors that are enrolled now. */
async function provedLive(
  core: Needs,
  principal: Principal,
  requires: Requirements & { readonly mustComply: boolean; readonly mustProve: boolean },
): Promise<Principal> {
  const compliance = requires.mustComply ? await requireCompliance(core, principal) : undefined
  if (requires.mfa === true) await requireMfa(core, principal)
  if (requires.mustProve) await requireRecent(core, principal)
  return compliance ? Object.freeze({ ...principal, compliance }) : principal
}

/**
 * Whether the policy on second factors is asked: for a session always, for keys and tokens where the policy says so, and never for a service
 * account, which can have no factor. A password is changed first.
 */
function isDemanded(principal: Principal): boolean {
  const { user, policy, session } = principal
  if (user.kind === 'service' || demandOf(policy) === 'off' || isTemporary(principal)) return false
  return session !== null || policy.enforcement.blockCredentials
}

function requireKind({ user, authInfo }: Principal, { credentials, recent, mfa }: Requirements): void {
  const { kind } = authInfo.credential
  // Only the owner of a session can have proved themselves recently.
  if (recent === true && kind !== 'session') throw new KeywardError('interactive_session_required')
  // There is no factor that a service account could enrol.
  if (mfa === true && user.kind === 'service') throw new KeywardError('credential_not_accepted')
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

async function requireCompliance(core: Needs, { user, policy, session }: Principal): Promise<Compliance> {
  const compliance = await complianceOf(core, user, { policy, proved: session && session.row })
  if (!compliance.due) return compliance
  throw new KeywardError('enrolment_required', {
    methods: offered(satisfying(demandOf(compliance.policy)), core.options),
  })
}

async function requireMfa({ enrolled, options }: Needs, { user, session }: Principal): Promise<void> {
  const factors = await enrolled.of(user.id)
  if (session && provedSecond(factors, session.row)) return
  if (!hasFactor(factors))
    throw new KeywardError('enrolment_required', { methods: offered(satisfying('mfa'), options) })
  if (session)
    throw new KeywardError('reauthentication_required', { methods: offered(proofMethods(factors), options) })
}

async function requireRecent({ enrolled, options }: Needs, principal: Principal): Promise<void> {
  const { user, session } = principal
  // With a temporary password nothing is possible but to change it, for which the password is asked anyway.
  if (isTemporary(principal) && session?.superseded !== true) return
  const factors = await enrolled.of(user.id)
  if (session && isRecent(session, factors, options.now())) return
  throw new KeywardError('reauthentication_required', { methods: offered(proofMethods(factors), options) })
}

function isTemporary({ session }: Principal): boolean {
  return session?.account.temporaryUntil != null
}
