import type { ErrorCode } from '../../errors.js'
import type { Level } from '../level.js'
import type { Route } from '../route.js'
import { requirementsOf } from '../level.js'

/** What decides how a route may refuse, beside its handler. */
type Refusing = Pick<Route, 'level' | 'method' | 'path' | 'body' | 'query' | 'sameOrigin'> &
  Pick<Route, 'refusals' | 'precondition' | 'proofFor' | 'signed'>

/** Every code that a route may refuse with, in the order of the alphabet. */
export function refusalsOf(route: Refusing): readonly ErrorCode[] {
  const {
    level,
    method,
    path,
    body,
    query,
    sameOrigin,
    refusals = [],
    precondition,
    proofFor,
    signed,
  } = route
  const codes: readonly ErrorCode[] = [
    ...levelRefusals(level, method),
    ...(level === 'anon' ? [] : (['invalid_request'] as const)),
    ...(['anon', 'host', 'introspector'].includes(level) ? [] : entryRefusals),
    ...(sameOrigin ? (['csrf'] as const) : []),
    ...((body ?? signed) ? bodyRefusals : []),
    ...(query ? (['invalid_input'] as const) : []),
    ...(proofFor ? (['reauthentication_required'] as const) : []),
    ...(path.includes(':') ? (['not_found'] as const) : []),
    ...(precondition === 'If-Match' ? (['precondition_failed'] as const) : []),
    ...refusals,
    'busy',
    'unavailable',
  ]
  return [...new Set(codes)].toSorted()
}

/** The codes that whoever does not meet the demands of a level is told. */
export function levelRefusals(level: Level, method: Route['method']): readonly ErrorCode[] {
  if (level === 'anon') return []
  if (level === 'pending') return ['unauthenticated', 'csrf', 'expired']
  if (level === 'host') return ['unauthenticated', 'invalid_token', 'host_disabled', 'address_not_allowed']
  if (level === 'introspector') {
    return [
      ...(['unauthenticated', 'invalid_token', 'address_not_allowed', 'csrf'] as const),
      ...(['credential_not_accepted', 'insufficient_scope'] as const),
    ]
  }
  const demands = requirementsOf({ level, method })
  return [
    ...(['unauthenticated', 'invalid_token', 'address_not_allowed', 'csrf'] as const),
    ...(demands?.credentials ? (['interactive_session_required'] as const) : []),
    ...(demands?.admin ? (['forbidden'] as const) : []),
    ...(demands?.temporary ? [] : (['password_change_required'] as const)),
    ...(demands?.downgraded ? [] : (['enrolment_required'] as const)),
    ...(demands?.recent || demands?.changes ? (['reauthentication_required'] as const) : []),
  ]
}

/** In an app with a sign-in of its own any route may be where keyward's begins, and asks for more. */
const entryRefusals = [
  'invalid_credentials',
  'second_factor_required',
  'too_many_attempts',
] as const satisfies readonly ErrorCode[]

const bodyRefusals = [
  'malformed_json',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
  'invalid_input',
] as const satisfies readonly ErrorCode[]
