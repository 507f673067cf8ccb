import type { Options } from '../options.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'

const maxHeaderBytes = 512

/**
 * Reads the key or token from the headers, strictly (RFC 6750, section 2.1): never from the query string or the body.
 * `null` = none was sent. Throws 400 `invalid_request` when two were sent or `Bearer` is not followed by exactly one word.
 */
export function readBearer(
  { headers }: Pick<Client, 'headers'>,
  options: Pick<Options, 'carriers' | 'productName'>,
): string | null {
  const authorization = headers.authorization ?? []
  const apiKey = options.carriers.apiKeyHeader ? (headers['x-api-key'] ?? []) : []
  if (authorization.length + apiKey.length === 0) return null
  if (authorization.length + apiKey.length > 1) throw challenged('invalid_request', options)
  const [named] = apiKey
  if (named !== undefined) return oneWord(named)
  return fromAuthorization(authorization[0] ?? '')

  /** A host's own Basic and other schemes are not for us: then the header holds no credential. */
  function fromAuthorization(value: string): string | null {
    const [scheme, rest] = splitAt(value, value.indexOf(' '))
    if (scheme.toLowerCase() === 'bearer') return oneWord(rest)
    if (options.carriers.basic && scheme.toLowerCase() === 'basic') return fromBasic(rest)
    return null
  }

  /** RFC 7617: the key stands where the user name would, with an empty password. */
  function fromBasic(encoded: string): string {
    const [user = '', ...password] = Buffer.from(oneWord(encoded), 'base64').toString('latin1').split(':')
    if (password.join(':') !== '') throw challenged('invalid_token', options)
    return oneWord(user)
  }

  function oneWord(text: string): string {
    if (text === '' || /\s/.test(text)) throw challenged('invalid_request', options)
    // Longer than any credential of ours, or not ASCII: not malformed, only never valid.
    return text.length > maxHeaderBytes || /[^!-~]/.test(text) ? '' : text
  }
}

function splitAt(value: string, space: number): [scheme: string, rest: string] {
  return space < 0 ? [value, ''] : [value.slice(0, space), value.slice(space + 1).trim()]
}
