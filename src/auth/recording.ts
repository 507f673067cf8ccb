import type { Client, NamedOwner } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { ErrorCode, FieldError } from '../errors.js'
import { errorCodes, KeywardError } from '../errors.js'
import type { EventParty } from '../events.js'
import type { AuthInfo, User } from '../identity.js'
import type { MaybePromise } from './maybe-promise.js'

/** Who is refused, as far as that is known. */
export interface Refusable {
  readonly user: NamedOwner | null
  /** The credential that they came with; default: none but the user themselves. */
  readonly subject?: EventParty
  /** The id of the user whose account it concerns, where they are not who acts. */
  readonly concerns?: string | null
}

/** On whose behalf something is done: a client, and who that is as far as is known (`null` = nobody knows). */
export interface OnBehalf {
  readonly client: Client
  readonly who: Refusable | null
}

/** The refusals that leave no event; all others do. */
const unrecorded = [
  // What was sent can't be read or is not acceptable, so nothing was asked for that could be denied.
  ...(['malformed_json', 'invalid_request', 'invalid_input', 'payload_too_large'] as const),
  'unsupported_media_type',
  // A device waits to be answered, or asks for what there is not.
  ...(['authorization_pending', 'slow_down', 'invalid_scope', 'unsupported_grant_type'] as const),
  // There is nothing here that could be denied; an object of another user's counts as one that does not exist.
  ...(['not_found', 'method_not_allowed'] as const),
  // The caller may do this, but not as things are now.
  ...(['conflict', 'name_taken', 'username_taken', 'precondition_failed'] as const),
  ...(['no_factor', 'security_keys_unavailable'] as const),
  // Nobody said who they are. A known session that has ended leaves a `credential.refused`.
  'unauthenticated',
  // Nothing is denied: a sign-in goes on, which records what fails in it.
  'second_factor_required',
  // Nobody is refused: keyward itself is not able to answer now.
  ...(['busy', 'unavailable'] as const),
] as const satisfies readonly ErrorCode[]
const leavesNoEvent: ReadonlySet<ErrorCode> = new Set(unrecorded)

/** The codes of fields that are proofs and not input, so that a failure is a refusal. */
const failedProofs = ['malformed_response', 'device_not_allowed'] as const

/** The reasons that a `request.refused` has; `various` are counted together in a flood. */
export type RequestRefusal =
  Exclude<ErrorCode, (typeof unrecorded)[number]> | (typeof failedProofs)[number] | 'various'

/**
 * Does something for a client. Where it is refused and nothing closer to it has recorded that, the refusal is recorded as `request.refused`
 * with its code. The refusal itself is passed on unchanged.
 */
export function recordingRefusals<T>(
  core: Pick<Core, 'refusals'>,
  behalf: OnBehalf,
  act: () => MaybePromise<T>,
): MaybePromise<T> {
  try {
    const acting = act()
    return acting instanceof Promise ? acting.catch(recordAndRefuse) : acting
  } catch (error) {
    void recordRefusal(core, behalf, error)
    throw error
  }

  async function recordAndRefuse(error: unknown): Promise<never> {
    await recordRefusal(core, behalf, error)
    throw error
  }
}

/** Somebody with a credential, as the record of a refusal names them. */
export function refusableHolder(caller: { readonly user: User; readonly authInfo: AuthInfo }): Refusable {
  const { user, authInfo } = caller
  const { kind, id, name } = authInfo.credential
  return { user, subject: { kind, id, name } }
}

/**
 * Records an error of something that was done for a client as `recordingRefusals` does, where it is a refusal and is not recorded yet. It
 * never rejects: the refusal counts even where something keeps it from being recorded.
 */
export async function recordRefusal(
  { refusals }: Pick<Core, 'refusals'>,
  { client, who }: OnBehalf,
  error: unknown,
): Promise<void> {
  const reason = refusalReason(error)
  if (reason === null || refusals.isRecorded(client)) return
  const user = who?.user ?? null
  try {
    await refusals.record(client, actorOf(client, user), {
      type: 'request.refused',
      subject: who?.subject ?? (user && userParty(user)),
      userId: user?.id ?? who?.concerns ?? null,
      reason,
    })
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : 'no error was given'
    process.emitWarning(`a refusal was not recorded: ${why}`, { code: 'KEYWARD_REFUSAL_UNRECORDED' })
  }
}

/** Which of the codes of what is wrong with an input are refusals that are recorded. */
export function refusalReasons(errors: readonly Pick<FieldError, 'code'>[]): readonly string[] {
  const codes = new Set(errors.map(({ code }) => code))
  return errorCodes.filter((code) => codes.has(code) && !leavesNoEvent.has(code))
}

/** The reason under which a refusal is recorded; `null` = it is not recorded, or no refusal. */
export function refusalReason(error: unknown): string | null {
  if (!(error instanceof KeywardError)) return null
  const { code, errors = [] } = error
  const failed = failedProofs.find((proof) => errors.some((field) => field.code === proof))
  if (failed !== undefined) return failed
  return leavesNoEvent.has(code) ? null : code
}
