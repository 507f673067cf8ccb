/** Every refusal that a caller can meet, with its status and the sentence that goes with it. */
const table = {
  /** The body says that it is JSON and is none. */
  malformed_json: [400, 'the body is not valid JSON'],
  /** The request breaks a rule of its protocol, such as two credentials in one request. */
  invalid_request: [400, 'the request is not well-formed'],
  /** The device has been answered by nobody yet. Ask again, after the interval. */
  authorization_pending: [400, 'nobody has answered yet'],
  /** The device asked again too soon. Wait 5 seconds longer from now on. */
  slow_down: [400, 'this was asked again too soon'],
  /** Somebody said no to the device, or who said yes may not have it sign in any more. */
  access_denied: [400, 'the sign-in was denied'],
  /** The device’s code has expired, or was used. Begin again. */
  expired_token: [400, 'the code has expired or was used'],
  /** There is no such client, or the code is another client’s. */
  invalid_client: [400, 'the client is unknown, or the code belongs to another'],
  /** There is no such code. */
  invalid_grant: [400, 'there is no such code'],
  /** This endpoint knows one grant type, that of devices. */
  unsupported_grant_type: [400, 'the grant type is not supported'],
  /** A scope does not exist, or is not for this client; or none was asked for by a client that must. */
  invalid_scope: [400, 'a scope is missing, or is not for this client'],
  /** No credential came with the request, or the session cookie is nobody’s any more. Sign in. */
  unauthenticated: [401, 'no credential was sent'],
  /** The API key, token or host credential is unknown, has expired, or was revoked or disabled. */
  invalid_token: [401, 'the credential is not valid'],
  /** The same for an unknown name, a wrong password and a disabled user, so that nobody learns which. */
  invalid_credentials: [401, 'the user name or the password is wrong'],
  /** The code is wrong, was used before or is too old, or the security key’s answer does not hold. */
  invalid_code: [401, 'the code or the key is not accepted'],
  /** The password was right, and one of `methods` has to prove the rest. */
  second_factor_required: [401, 'a second step is missing'],
  /** A browser was made to send this by a page of another site, or a form was not shown by keyward. */
  csrf: [403, 'the request did not come from an allowed origin'],
  /** A report of leaked secrets is not signed, or by none of the keys that the app knows. */
  invalid_signature: [403, 'the signature is not accepted'],
  /** The caller is known, and this is not for them. */
  forbidden: [403, 'you may not do this'],
  /** The last proof is too old for this. Prove again, by one of `methods`. */
  reauthentication_required: [403, 'prove again who you are'],
  /** A code was offered where a stronger factor is enrolled. Use one of `methods`. */
  stronger_factor_required: [403, 'prove it with a stronger factor'],
  /** The policy, or the guard, demands a factor that the user lacks. Enrol one of `methods`. */
  enrolment_required: [403, 'set up a second factor first'],
  /** An API key or token was used for what takes a session. */
  interactive_session_required: [403, 'this needs a signed-in session, not a key or a token'],
  /** The guard does not take credentials of this kind. */
  credential_not_accepted: [403, 'this kind of credential is not accepted here'],
  /** The key or token lacks one of `scopes`. */
  insufficient_scope: [403, 'the credential lacks a scope'],
  /** An administrator has disabled this SSH host. */
  host_disabled: [403, 'this host is disabled'],
  /** The API key was used, or the SSH host asked, from outside its addresses. */
  address_not_allowed: [403, 'this may not be used from this address'],
  /** Remove one before another can be made. */
  limit_reached: [403, 'there are as many of these as allowed'],
  /** The password was made up by an administrator, and can only be changed. */
  password_change_required: [403, 'change the password first'],
  /** There is none, or it is another user’s: the two are answered alike. */
  not_found: [404, 'there is no such object'],
  /** `Allow` names the methods that this path takes. */
  method_not_allowed: [405, 'this address does not answer to that method'],
  /** Something else changed it first. Read it again. */
  conflict: [409, 'it was changed meanwhile'],
  /** The user has another one of that name. */
  name_taken: [409, 'the name is taken'],
  /** There is another user of that name. */
  username_taken: [409, 'the user name is taken'],
  /** Somebody has this key already; whose it is is not said. */
  key_in_use: [409, 'the key is in use'],
  /** Make somebody else an administrator first. */
  last_admin: [409, 'this would leave no administrator'],
  /** The policy demands this factor, and it is the last that satisfies it. */
  required_by_policy: [409, 'the policy demands it'],
  /** An administrator demands a factor that they have not enrolled and used themselves. */
  setter_not_compliant: [409, 'have what you demand of others first'],
  /** The user has enrolled nothing that could be asked for. */
  no_factor: [409, 'there is no such second factor'],
  /** All `origins` are IP addresses, at which browsers allow no security key. */
  security_keys_unavailable: [409, 'browsers allow no security key on an IP address'],
  /** This security key belongs to an account already. */
  already_registered: [409, 'this security key is registered already'],
  /** The sign-in under way has ended, or had its last attempt. Begin again. */
  expired: [410, 'it is too late for this, begin again'],
  /** `If-Match` names another version than there is now. Read it again. */
  precondition_failed: [412, 'it was changed meanwhile'],
  /** The body has more than 64 KiB, or 1 MiB where it is a report of leaked secrets. */
  payload_too_large: [413, 'the body is too large'],
  /** The content type, its charset or its encoding is not taken here. */
  unsupported_media_type: [415, 'the content type must be application/json'],
  /** `errors` lists each field that is not acceptable, with a code and a sentence. */
  invalid_input: [422, 'some fields are not acceptable'],
  /** Too many wrong passwords or codes. `Retry-After` says for how long. */
  too_many_attempts: [429, 'too many attempts, try again later'],
  /** The credential has used up the requests that a guard or a route allows it. `Retry-After` says for how long. */
  rate_limited: [429, 'too many requests, try again later'],
  /** More work waits than can be done in time, such as hashing passwords. `Retry-After` says when to try again. */
  busy: [503, 'too much is going on, try again'],
  /** The database, a key service or something else that the app plugged in does not answer. */
  unavailable: [503, 'the service is unavailable, try again'],
} as const satisfies Record<string, readonly [status: number, message: string]>

/** The code of a refusal, which stays the same for good: programs may branch on it. */
export type ErrorCode = keyof typeof table
/** All such codes. */
export const errorCodes = Object.keys(table) as readonly ErrorCode[]

/** One field of the input that is not acceptable; `code` is snake_case, `field` a dotted path. */
export interface FieldError {
  readonly field: string
  readonly code: string
  readonly message: string
  /** The least or the most that is accepted, where it is that. */
  readonly limit?: number
}

/** What a refusal may say beside its code. */
export interface ErrorDetail {
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly FieldError[]
  /** Takes the place of the code's own sentence, where more is known. */
  readonly message?: string
  /** The ways in which the caller can prove who they are. */
  readonly methods?: readonly string[]
  /** The scopes that are demanded. */
  readonly scopes?: readonly string[]
  /** Where a browser is sent instead of being answered. */
  readonly location?: string
  readonly cause?: unknown
}

/**
 * A refusal that the caller should see. `status`, `expose` and `headers` are what the default error handlers
 * of Express and Koa look at; others, NestJS among them, look for `statusCode`.
 */
export class KeywardError extends Error {
  override readonly name: string = 'KeywardError'
  readonly status: number
  readonly statusCode: number
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
    super(detail.message ?? table[code][1], detail.cause === undefined ? undefined : { cause: detail.cause })
    this.status = this.statusCode = table[code][0]
    this.headers = detail.headers ?? {}
    this.errors = detail.errors
    this.methods = detail.methods
    this.scopes = detail.scopes
    this.location = detail.location
  }
}

/** Answers what a look-up read; throws 404 where that is nothing. */
export function existing<Row>(row: Row | null | undefined): Row {
  if (row === null || row === undefined) throw new KeywardError('not_found')
  return row
}

/** Makes a 422 that names one field. */
export function invalidField(field: string, code: string, message: string): KeywardError {
  return new KeywardError('invalid_input', { errors: [{ field, code, message }] })
}

/** Makes a refusal that says when to come back, in whole seconds and at least one. */
export function retryLater(
  code: 'too_many_attempts' | 'rate_limited' | 'busy' | 'unavailable',
  seconds: number,
  cause?: unknown,
): KeywardError {
  const wait = String(Math.max(1, Math.ceil(seconds)))
  return new KeywardError(code, { headers: { 'Retry-After': wait }, cause })
}
