import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { ErrorCode, KeywardError } from '../errors.js'
import type { Reply } from './route.js'

/** Answers a refusal by problem details (RFC 9457). */
export function problem(error: KeywardError): Reply {
  const { status, code, message, headers, errors, methods, scopes } = error
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    errors,
    methods,
    scopes,
    requestId: randomUUID(),
  }
  return { status, body, headers: { ...headers, 'Content-Type': 'application/problem+json; charset=utf-8' } }
}

/** The errors that OAuth has a name for (RFC 6749, section 5.2; RFC 8628, section 3.5). */
const namedByOAuth: ReadonlySet<ErrorCode> = new Set([
  ...(['authorization_pending', 'slow_down', 'access_denied', 'expired_token'] as const),
  ...(['invalid_client', 'invalid_grant', 'unsupported_grant_type', 'invalid_scope'] as const),
])

/** Answers a refusal as OAuth endpoints do (RFC 6749, section 5.2). */
export function oauthError(error: KeywardError): Reply {
  const { status, code, message, headers } = error
  if (status !== 400 && status !== 422) return problem(error)
  if (namedByOAuth.has(code)) {
    return { status: 400, body: { error: code, error_description: message }, headers }
  }
  return {
    status: 400,
    headers,
    body: { error: 'invalid_request', error_description: 'a parameter is missing or not well-formed' },
  }
}
