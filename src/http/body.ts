import type { IncomingMessage } from 'node:http'
import { KeywardError } from '../errors.js'

const maxBytes = 64 * 1024

/** A body that has not been looked at: the stream, and what the host's own parser made of it, if one ran. */
export interface IncomingBody {
  readonly message: IncomingMessage
  /** `undefined` = no parser ran, or it left the body alone. */
  readonly parsed: unknown
}

/**
 * Reads a JSON body (or a form, where `form` says so) of at most 64 KiB; an empty one counts as `{}`.
 * Throws 413, 415 or 400 `malformed_json`, none of which repeats what was sent.
 */
export async function readBody(
  { message, parsed }: IncomingBody,
  { form }: { form: boolean },
): Promise<unknown> {
  const { headers } = message
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(message)
  const present = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!present) return {}
  const type = mediaType(headers['content-type'] ?? '')
  const unreadable = parsed === undefined && (headers['content-encoding'] ?? 'identity') !== 'identity'
  if (type === null || (type === 'form' && !form) || unreadable) {
    throw new KeywardError('unsupported_media_type')
  }
  if (parsed !== undefined && typeof parsed !== 'string' && !Buffer.isBuffer(parsed)) return parsed
  const text = parsed === undefined ? await readText(message) : parsed.toString()
  if (text.trim() === '') return {}
  return type === 'form' ? parseForm(text) : parseJson(text)
}

/** Reads a form or a query string. A parameter that is sent twice becomes an array, which no schema accepts. */
export function parseForm(text: string): Record<string, string | string[]> {
  const form = new Map<string, string | string[]>()
  for (const [key, value] of new URLSearchParams(text)) form.set(key, form.has(key) ? [value] : value)
  return Object.fromEntries(form)
}

function mediaType(contentType: string): 'json' | 'form' | null {
  const match = /^application\/(json|x-www-form-urlencoded)(?:\s*;\s*charset="?utf-8"?)?\s*$/i.exec(
    contentType,
  )
  if (!match) return null
  return match[1]?.toLowerCase() === 'json' ? 'json' : 'form'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the body.
    throw new KeywardError('malformed_json')
  }
}

function readText(message: IncomingMessage): Promise<string> {
  if (message.readableEnded) return Promise.resolve('')
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) reject(tooLarge(message))
      else chunks.push(chunk)
    })
    message.once('end', () => {
      try {
        resolve(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
      } catch {
        reject(new KeywardError('malformed_json'))
      }
    })
    // The client went away: whatever it says, the request was not whole.
    for (const event of ['error', 'close']) {
      message.once(event, () => {
        reject(new KeywardError('invalid_request'))
      })
    }
  })
}

/** What is still coming is read past, so that the answer can be heard; then the connection is closed. */
function tooLarge(message: IncomingMessage): KeywardError {
  message.resume()
  return new KeywardError('payload_too_large', { headers: { Connection: 'close' } })
}
