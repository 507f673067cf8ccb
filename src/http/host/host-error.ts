import { types } from 'node:util'
import { z } from 'zod'
import { KeywardError } from '../../errors.js'
import { answerHeaders } from '../answer/answer-headers.js'
import type { IncomingBody } from '../body.js'
import { isOfOtherCharset, isPlain, unsupported } from '../media-type.js'
import { problem } from '../problem.js'
import type { Reply } from '../route.js'

/** What we look at in an error of the host's: neither its class, of which the host may have another copy, nor its message. */
interface HostError {
  readonly name: string
  readonly status: unknown
  readonly type: unknown
  readonly code: unknown
  /** Whether http-errors made it, which the host's own code uses as well as its parser. */
  readonly isHttpError: boolean
  /** Whether it has a `body`, as the errors of body parsers do. */
  readonly hasBody: boolean
}

const errorHandling = z.strictObject({ own: z.boolean().default(false) })

/** The types of error of body-parser and raw-body: the status that each has, and the refusal that it becomes. */
const byType: Readonly<Record<string, readonly [status: number, said: (error: HostError) => KeywardError]>> =
  {
    'entity.parse.failed': [400, unreadable],
    'entity.too.large': [413, tooLarge],
    'entity.verify.failed': [403, () => new KeywardError('forbidden')],
    'parameters.too.many': [413, tooLarge],
    'querystring.parse.rangeError': [400, unreadable],
    'request.aborted': [400, unreadable],
    'request.size.invalid': [400, unreadable],
    'charset.unsupported': [415, () => unsupported('charset')],
    'encoding.unsupported': [415, () => unsupported('encoding')],
  }

/** Which errors `errorHandler()` answers. */
export interface ErrorHandling {
  /** Answers keyward's own refusals alone, and leaves the host what its body parsers refuse. Default: false. */
  readonly own?: boolean
}

/** Answers an error as `replyTo` does, or keyward's own alone; `null` = it is left to the host. */
export type ErrorAnswer = (error: unknown, body?: IncomingBody) => Reply | null

/** Makes the function that an adapter's error handler asks; throws a TypeError for what is no option. */
export function errorAnswer(handling: ErrorHandling = {}): ErrorAnswer {
  const result = errorHandling.safeParse(handling)
  if (!result.success) throw new TypeError('errorHandler() knows one option: { own: true }')
  return result.data.own ? (error) => ownReply(error) : replyTo
}

/**
 * The answer to an error that reached the host's error handling; `null` = it is not ours to answer. `body` is that of the request, where it
 * is at hand: on Koa a parser throws the error of zlib itself, which might come from the host's own code as well.
 */
export function replyTo(error: unknown, body?: IncomingBody): Reply | null {
  const own = ownReply(error)
  if (own) return own
  const refusal = isError(error) ? sharper(parserRefusal(hostError(error), body), body) : null
  return refusal && withHeaders(problem(refusal))
}

function ownReply(error: unknown): Reply | null {
  return error instanceof KeywardError ? withHeaders(answerTo(error)) : null
}

function answerTo(error: KeywardError): Reply {
  if (error.location === undefined) return problem(error)
  return { status: 303, body: '', headers: { Location: error.location } }
}

/** The refusal that an error of the host's own body parser or router becomes, without its message, which quotes the body. */
function parserRefusal(error: HostError, body: IncomingBody | undefined): KeywardError | null {
  const { name, status, type, isHttpError, hasBody } = error
  const [expected, said] = (typeof type === 'string' && Object.hasOwn(byType, type) && byType[type]) || []
  if (said && status === expected) return said(error)
  if (isOfZlib(error)) return status === 400 || isUndone(body) ? unreadable(error) : null
  if (status === 400 && (hasBody || name === 'SyntaxError' || name === 'URIError')) return unreadable(error)
  // From here on the status alone tells: co-body and inflation say no more.
  if (isHttpError) return null
  if (status === 413) return tooLarge()
  if (status === 415) return isUndone(body) ? unsupported('encoding') : unsupported('type')
  return null
}

/** Names the charset as what is wrong, where a parser that reads every body as UTF-8 called it malformed. */
function sharper(refusal: KeywardError | null, body: IncomingBody | undefined): KeywardError | null {
  const isMisread = refusal?.status === 400 && body !== undefined && isOfOtherCharset(body.message.headers)
  return isMisread ? unsupported('charset') : refusal
}

function isError(error: unknown): error is Error {
  return error instanceof Error || types.isNativeError(error)
}

function hostError(error: Error): HostError {
  const { status, statusCode, type, code } = error as unknown as Record<string, unknown>
  return {
    name: error.name,
    status: status ?? statusCode,
    type,
    code,
    isHttpError: 'expose' in error,
    hasBody: 'body' in error,
  }
}

/** Whether zlib, brotli or zstd threw the error. */
function isOfZlib({ code }: HostError): boolean {
  return typeof code === 'string' && /^(?:Z|ERR__ERROR|ERR_BROTLI|ZSTD_error)_/.test(code)
}

/** Whether a body is compressed and nobody has read it yet. */
function isUndone(body: IncomingBody | undefined): boolean {
  return body !== undefined && body.parsed === undefined && !isPlain(body.message.headers)
}

function unreadable({ name }: HostError): KeywardError {
  return new KeywardError(name === 'SyntaxError' ? 'malformed_json' : 'invalid_request')
}

function tooLarge(): KeywardError {
  return new KeywardError('payload_too_large')
}

function withHeaders(reply: Reply): Reply {
  return { ...reply, headers: answerHeaders(reply) }
}
