import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { KeywardError } from '../errors.js'
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

/** Answers a refusal as OAuth endpoints do (RFC 6749, section 5.2). */
export function oauthError(error: KeywardError): Reply {
  if (error.status !== 400 && error.status !== 422) return problem(error)
  return {
    status: 400,
    body: { error: 'invalid_request', error_description: 'a parameter is missing or not well-formed' },
  }
}
