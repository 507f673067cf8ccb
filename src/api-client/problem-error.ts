import type { ErrorCode, FieldError } from '../errors.js'

/** The codes of errors at the routes that follow OAuth (RFC 6749, section 5.2; RFC 8628, section 3.5). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'

/** What a program may branch on. `unexpected_answer`: what answered is no keyward, such as a proxy, or the page of a wrong `baseUrl`. */
export type ProblemCode = ErrorCode | OAuthErrorCode | 'unexpected_answer' | (string & {})

/** What an answer says about a refusal. */
export interface ProblemFields {
  readonly status: number
  readonly code: ProblemCode
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  readonly methods?: readonly string[]
  readonly scopes?: readonly string[]
  readonly requestId?: string
  readonly retryAfter?: number
}

/** A refusal: problem details (RFC 9457), or an error as OAuth has it. What `fetch` throws, such as a lost connection, is none. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError'
  /** The HTTP status. */
  readonly status: number
  /** The reason, which stays the same for good. */
  readonly code: ProblemCode
  /** A sentence about it, for people who develop. */
  readonly detail: string | undefined
  /** The fields that are not acceptable; none but at `invalid_input`. */
  readonly errors: readonly FieldError[]
  /** The ways in which the caller can prove who they are, where that is asked for. */
  readonly methods: readonly string[]
  /** The scopes that the credential lacks, where it is for that. */
  readonly scopes: readonly string[]
  readonly requestId: string | undefined
  /** In how many seconds to try again, where the answer says so. */
  readonly retryAfter: number | undefined

  constructor(problem: ProblemFields, options?: ErrorOptions) {
    const { status, code, detail, errors = [], methods = [], scopes = [], requestId, retryAfter } = problem
    super(detail === undefined ? code : `${code}: ${detail}`, options)
    this.status = status
    this.code = code
    this.detail = detail
    this.errors = errors
    this.methods = methods
    this.scopes = scopes
    this.requestId = requestId
    this.retryAfter = retryAfter
  }
}

/** Reads the refusal in an answer. */
export async function problemIn(response: Response): Promise<ProblemError> {
  const { status, headers } = response
  const wait = headers.get('retry-after') ?? ''
  const retryAfter = /^\d+$/.test(wait) ? Number(wait) : undefined
  const body = await jsonIn(response)
  if (typeof body?.code === 'string')
    return new ProblemError({ ...(body as unknown as ProblemFields), status, retryAfter })
  if (typeof body?.error === 'string') {
    const { error: code, error_description: detail } = body as { error: string; error_description?: string }
    return new ProblemError({ status, code, detail, retryAfter })
  }
  return unexpected(status, retryAfter)
}

/** Makes the error for an answer that keyward would not give. */
export function unexpected(status: number, retryAfter?: number): ProblemError {
  const detail = 'this is no answer of keyward: is baseUrl where it is mounted?'
  return new ProblemError({ status, code: 'unexpected_answer', detail, retryAfter })
}

/** The JSON object that an answer has as its body; `null` = it has another body. */
export async function jsonIn(response: Response): Promise<Readonly<Record<string, unknown>> | null> {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')) return null
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && !Array.isArray(body)
    ? (body as Readonly<Record<string, unknown>> | null)
    : null
}
