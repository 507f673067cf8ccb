import type { ErrorCode, ErrorDetail } from '../errors.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'

type Named = Pick<Options, 'productName'>

/** Makes a refusal with the challenge that RFC 6750, section 3, asks for. */
export function challenged(code: ErrorCode, { productName }: Named, detail: ErrorDetail = {}): KeywardError {
  // Only characters that need no escape in a quoted string are kept (RFC 9110, section 5.6.4).
  const realm = productName.replaceAll(/[^ !#-[\]-~]/g, '')
  const headers = { 'WWW-Authenticate': `Bearer realm="${realm}"${hint(code, detail)}` }
  return withoutStack(() => new KeywardError(code, { ...detail, headers }))
}

/** Makes a refusal without its stack: whatever strangers send is refused by one, and the stack would be most of what that costs. */
function withoutStack(make: () => KeywardError): KeywardError {
  const { stackTraceLimit } = Error
  // Where the app has frozen what is built in, nothing is set, and the stack is there.
  if (!Reflect.set(Error, 'stackTraceLimit', 0)) return make()
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** The error code of a challenge; there is none when no credential was sent (RFC 6750, section 3.1). */
function hint(code: ErrorCode, { scopes }: ErrorDetail): string {
  if (code === 'invalid_token' || code === 'invalid_request') return `, error="${code}"`
  if (code === 'insufficient_scope') return `, error="${code}", scope="${scopes?.join(' ') ?? ''}"`
  return ''
}
