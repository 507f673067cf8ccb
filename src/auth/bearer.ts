import type { Client } from '../client.js'
import type { Options } from '../options.js'
import { trimmed } from './header-text.js'
import { challenged } from './www-authenticate.js'

const maxHeaderBytes = 512
const none: readonly string[] = Object.freeze([])

type BearerOptions = Pick<Options, 'carriers' | 'productName'>

/**
 * Reads the key or token from the headers, strictly (RFC 6750, section 2.1): never from the query string or the body.
 * `null` = none was sent. Throws 400 `invalid_request` when two were sent or `Bearer` is not followed by exactly one word.
 */
export function readBearer(client: Pick<Client, 'header'>, options: BearerOptions): string | null {
  const authorization = client.header('authorization')
  const apiKey = options.carriers.apiKeyHeader ? client.header('x-api-key') : none
  if (authorization.length + apiKey.length > 1) throw challenged('invalid_request', options)
  const [named] = apiKey
  return named === undefined ? fromAuthorization(authorization[0] ?? '', options) : oneWord(named, options)
}

/** Reads a header whose scheme is ours; a Basic scheme of the host's own, and any other, holds no credential for us. */
function fromAuthorization(value: string, options: BearerOptions): string | null {
  const [scheme, rest] = splitAt(value, value.indexOf(' '))
  if (scheme.toLowerCase() === 'bearer') return oneWord(rest, options)
  if (options.carriers.basic && scheme.toLowerCase() === 'basic') return fromBasic(rest, options)
  return null
}

/** Reads HTTP Basic (RFC 7617): the key is in the place of the user name, and the password is empty. */
function fromBasic(encoded: string, options: BearerOptions): string {
  const text = Buffer.from(oneWord(encoded, options), 'base64').toString('latin1')
  const [user = '', ...password] = text.split(':')
  if (password.join(':') !== '') throw challenged('invalid_token', options)
  return oneWord(user, options)
}

function oneWord(text: string, options: BearerOptions): string {
  const isAscii = /^[!-~]+$/.test(text)
  if (!isAscii && !isOneWord(text)) throw challenged('invalid_request', options)
  // A word that is longer than any credential of ours, or not ASCII, is not malformed, but never valid.
  return text.length > maxHeaderBytes || !isAscii ? '' : text
}

function splitAt(value: string, space: number): [scheme: string, rest: string] {
  return space < 0 ? [value, ''] : [value.slice(0, space), trimmed(value.slice(space + 1))]
}

/** Whether a text is one word for every reader: it has no controls, no blanks, and no byte A0, which some take for a blank. */
function isOneWord(text: string): boolean {
  return /^[!-~\u0080-\u009f\u00a1-\uffff]+$/.test(text)
}
