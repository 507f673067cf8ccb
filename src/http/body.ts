import type { IncomingMessage } from 'node:http'
import { KeywardError } from '../errors.js'
import { bodyKind, isPlain, unsupported } from './media-type.js'

const maxBytes = 64 * 1024
/** The longest that a body may take to arrive, in milliseconds, from the moment that it is read. */
const bodyTimeLimitMs = 30_000

/** The body of a request, before we look at it: the stream, and what the host's own parser made of it, if one ran. */
export interface IncomingBody {
  readonly message: IncomingMessage
  /** `undefined` = no parser ran, or it left the body alone. */
  readonly parsed: unknown
  /** The body as it was sent, where a parser that has read it kept that. */
  readonly raw?: unknown
  /** Whether a parser says that it has read the body: some leave `{}` in `parsed` where they have not. */
  readonly claimed?: boolean
}

/**
 * Reads a JSON body (or a form, where `form` says so) of at most 64 KiB; an empty one counts as `{}`, whatever its headers say.
 * Throws 413, 415 or 400 `malformed_json`, none of which repeats what was sent, and 400 `invalid_request` for a body that is not whole after 30 s.
 */
export async function readBody(body: IncomingBody, { form }: { form: boolean }): Promise<unknown> {
  const { message, parsed } = body
  const { headers } = message
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(message)
  const isParsed = wasParsed(body)
  const sent = isParsed ? parsed : await readBytes(message, maxBytes)
  // A parser may answer nothing though something was sent: one for files leaves the files out.
  if (holdsNothing(sent) && !(isParsed && message.readableDidRead)) return {}
  const kind = bodyKind(headers, { form })
  if (!isParsed && !isPlain(headers)) throw unsupported('encoding')
  if (sizeOf(sent, message) > maxBytes) throw tooLarge(message)
  if (typeof sent !== 'string' && !(sent instanceof Uint8Array)) return sent
  const text = typeof sent === 'string' ? sent : decode(sent)
  return kind === 'form' ? parseForm(text) : parseJson(text)
}

/**
 * Reads a body of at most so many bytes as it was sent, for its signature to be checked. Where a parser of the host's has read it, it must have
 * kept that: 400 `invalid_request` otherwise, whose sentence says so. Throws 413 and 415 as `readBody` does.
 */
export async function readRawBody(body: IncomingBody, most: number): Promise<Uint8Array> {
  const { message, parsed, raw = parsed } = body
  if (!isPlain(message.headers)) throw unsupported('encoding')
  if (!wasParsed(body) && !message.readableDidRead) return readBytes(message, most)
  if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) {
    throw new KeywardError('invalid_request', { message: notKept })
  }
  if (Buffer.byteLength(raw) > most) throw tooLarge(message)
  return typeof raw === 'string' ? Buffer.from(raw) : raw
}

const notKept = 'a body parser before this route has read the body and kept no `rawBody`'

/** Reads a form or a query string. A parameter that is sent twice becomes an array, which no schema accepts. */
export function parseForm(text: string): Record<string, string | string[]> {
  const form = new Map<string, string | string[]>()
  for (const [key, value] of new URLSearchParams(text)) form.set(key, form.has(key) ? [value] : value)
  return Object.fromEntries(form)
}

/** Whether a parser's answer is what was sent. An empty answer is that only where somebody has read the stream. */
function wasParsed({ message, parsed, claimed }: IncomingBody): boolean {
  return parsed !== undefined && (claimed === true || message.readableDidRead || !holdsNothing(parsed))
}

function holdsNothing(sent: unknown): boolean {
  if (sent instanceof Uint8Array) return sent.byteLength === 0
  return sent === '' || sent === null || (typeof sent === 'object' && Object.keys(sent).length === 0)
}

/** The size of what was sent, in bytes. A parser of the host's may take more than we do; its answer is measured only where no header says. */
function sizeOf(sent: unknown, { headers }: IncomingMessage): number {
  if (typeof sent === 'string' || sent instanceof Uint8Array) return Buffer.byteLength(sent)
  const said = isPlain(headers) ? headers['content-length'] : undefined
  return said === undefined ? Buffer.byteLength(JSON.stringify(sent)) : Number(said)
}

function parseJson(text: string): unknown {
  if (/^[\t\n\r ]*$/.test(text)) return {}
  try {
    return JSON.parse(text)
  } catch {
    // The error of `JSON.parse` is dropped, since its message quotes the body.
    throw new KeywardError('malformed_json')
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new KeywardError('malformed_json')
  }
}

function readBytes(message: IncomingMessage, most: number): Promise<Buffer> {
  if (message.readableEnded && !message.readableDidRead && !message.aborted) {
    return Promise.resolve(Buffer.alloc(0))
  }
  // Somebody before us has read the stream and kept it, or the client has gone away: the body will not come any more.
  if (message.readableDidRead || message.aborted || message.destroyed) {
    return Promise.reject(new KeywardError('invalid_request'))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    // A client that sends a byte now and then would hold what the request holds for as long as it likes.
    const late = setTimeout(() => reject(tooSlow(message)), bodyTimeLimitMs).unref()
    const refuse = (why: KeywardError): void => {
      clearTimeout(late)
      reject(why)
    }
    message.on('data', (chunk: Buffer | string) => {
      // A chunk is text where the host has set an encoding on the stream.
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      size += bytes.length
      if (size > most) refuse(tooLarge(message))
      else chunks.push(bytes)
    })
    message.once('end', () => {
      clearTimeout(late)
      resolve(Buffer.concat(chunks))
    })
    // The client went away, and the request was not whole.
    for (const event of ['error', 'close']) {
      message.once(event, () => {
        refuse(new KeywardError('invalid_request'))
      })
    }
    // A host that waited for something before us may have paused the stream, and a listener alone does not start it again.
    message.resume()
  })
}

/** Makes the 413. The rest of the body is read and dropped, so that the client can receive the answer; then the connection is closed. */
function tooLarge(message: IncomingMessage): KeywardError {
  message.resume()
  return new KeywardError('payload_too_large', { headers: lastAnswer(message) })
}

/** Makes the 400 for a body that does not come. */
function tooSlow(message: IncomingMessage): KeywardError {
  return new KeywardError('invalid_request', {
    message: 'the body did not arrive in time',
    headers: lastAnswer(message),
  })
}

/** Closes the connection after the answer. HTTP/2 forbids the header (RFC 9113, section 8.2.2), and other requests share the connection. */
function lastAnswer({ httpVersionMajor }: IncomingMessage): Readonly<Record<string, string>> | undefined {
  return httpVersionMajor === 2 ? undefined : { Connection: 'close' }
}
