import type { ErrorCode, FieldError } from '../../errors.js'

/** A refusal as problem details (RFC 9457). */
export interface ProblemJson {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  /** Which fields are not acceptable, with `invalid_input`. */
  readonly errors?: readonly FieldError[]
  /** The ways in which the caller can prove who they are. */
  readonly methods?: readonly string[]
  /** The scopes that are demanded. */
  readonly scopes?: readonly string[]
  readonly requestId: string
}

/** A refusal as OAuth has it (RFC 6749, section 5.2). */
export interface OAuthErrorJson {
  readonly error: string
  readonly error_description: string
}
