/** Every refusal a caller can meet, with its status and the one sentence that goes with it. */
const table = {
  malformed_json: [400, 'the body is not valid JSON'],
  invalid_request: [400, 'the request is not well-formed'],
  unauthenticated: [401, 'no credential was sent'],
  invalid_token: [401, 'the credential is not valid'],
  invalid_credentials: [401, 'the user name or the password is wrong'],
  invalid_code: [401, 'the code or the key is not accepted'],
  csrf: [403, 'the request did not come from an allowed origin'],
  forbidden: [403, 'you may not do this'],
  reauthentication_required: [403, 'prove again who you are'],
  stronger_factor_required: [403, 'prove it with a stronger factor'],
  enrolment_required: [403, 'set up a second factor first'],
  interactive_session_required: [403, 'this needs a signed-in session, not a key or a token'],
  credential_not_accepted: [403, 'this kind of credential is not accepted here'],
  insufficient_scope: [403, 'the credential lacks a scope'],
  host_disabled: [403, 'this host is disabled'],
  address_not_allowed: [403, 'this host may not ask from this address'],
  limit_reached: [403, 'there are as many of these as allowed'],
  password_change_required: [403, 'change the password first'],
  not_found: [404, 'there is no such object'],
  method_not_allowed: [405, 'this address does not answer to that method'],
  conflict: [409, 'it was changed meanwhile'],
  name_taken: [409, 'the name is taken'],
  username_taken: [409, 'the user name is taken'],
  key_in_use: [409, 'the key is in use'],
  last_admin: [409, 'this would leave no administrator'],
  required_by_policy: [409, 'the policy demands it'],
  setter_not_compliant: [409, 'have what you demand of others first'],
  no_factor: [409, 'there is no such second factor'],
  already_registered: [409, 'this security key is registered already'],
  expired: [410, 'it is too late for this, begin again'],
  precondition_failed: [412, 'it was changed meanwhile'],
  payload_too_large: [413, 'the body is too large'],
  unsupported_media_type: [415, 'the body must be application/json'],
  invalid_input: [422, 'some fields are not acceptable'],
  too_many_attempts: [429, 'too many attempts, try again later'],
  rate_limited: [429, 'too many requests, try again later'],
  busy: [503, 'too much is going on, try again'],
  unavailable: [503, 'the service is unavailable, try again'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof table

/** One field of the input that is not acceptable; `code` is snake_case, `field` a dotted path. */
export interface FieldError {
  readonly field: string
  readonly code: string
  readonly message: string
}

/** What a refusal may say beside its code. */
export interface ErrorDetail {
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly FieldError[]
  /** Ways to prove who one is. */
  readonly methods?: readonly string[]
  /** The scopes that are demanded. */
  readonly scopes?: readonly string[]
  /** Where a browser is led instead of being told. */
  readonly location?: string
  readonly cause?: unknown
}

/**
 * A refusal the caller should see. `status`, `expose` and `headers` are what the default error handlers
 * of Express 5 and Koa 3 look at.
 */
export class KeywardError extends Error {
  override readonly name: string = 'KeywardError'
  readonly status: number
  readonly expose = true
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[] | undefined
  readonly methods: readonly string[] | undefined
  readonly scopes: readonly string[] | undefined
  readonly location: string | undefined

  constructor(
    readonly code: ErrorCode,
    detail: ErrorDetail = {},
  ) {
    super(table[code][1], detail.cause === undefined ? undefined : { cause: detail.cause })
    this.status = table[code][0]
    this.headers = detail.headers ?? {}
    this.errors = detail.errors
    this.methods = detail.methods
    this.scopes = detail.scopes
    this.location = detail.location
  }
}

/** A 422 for one field. */
export function invalidField(field: string, code: string, message: string): KeywardError {
  return new KeywardError('invalid_input', { errors: [{ field, code, message }] })
}

/** A refusal that says when to come back. */
export function retryLater(
  code: 'too_many_attempts' | 'rate_limited' | 'busy' | 'unavailable',
  seconds: number,
  cause?: unknown,
): KeywardError {
  const wait = String(Math.max(1, Math.ceil(seconds)))
  return new KeywardError(code, { headers: { 'Retry-After': wait }, cause })
}
