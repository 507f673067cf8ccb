import { KeywardError } from '../errors.js'
import { problem } from './problem.js'
import type { Reply } from './route.js'

/** How an error that reached the host's error handling is answered; `null` = it is not ours. */
export function replyTo(error: unknown): Reply | null {
  if (error instanceof KeywardError) return withNoStore(answerTo(error))
  const refusal = parserRefusal(error)
  return refusal && withNoStore(problem(refusal))
}

function answerTo(error: KeywardError): Reply {
  if (error.location === undefined) return problem(error)
  return { status: 303, body: '', headers: { Location: error.location } }
}

/** The host's own body parser or router refused: said our way, without its message, which quotes the body. */
function parserRefusal(error: unknown): KeywardError | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  switch (error.status) {
    case 400:
      if (error instanceof SyntaxError) return new KeywardError('malformed_json')
      return 'type' in error || error instanceof URIError ? new KeywardError('invalid_request') : null
    case 413:
      return new KeywardError('payload_too_large')
    case 415:
      return new KeywardError('unsupported_media_type')
    default:
      return null
  }
}

function withNoStore(reply: Reply): Reply {
  return {
    ...reply,
    headers: { ...reply.headers, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  }
}
