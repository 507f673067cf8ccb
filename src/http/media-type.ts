import type { IncomingHttpHeaders } from 'node:http'
import { KeywardError } from '../errors.js'

/** The format that a body is read as. */
export type BodyKind = 'json' | 'form'

interface MediaType {
  readonly name: string
  readonly charsets: readonly string[]
}

const kinds: ReadonlyMap<string, BodyKind> = new Map([
  ['application/json', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
])
const sentences = {
  type: 'the content type must be application/json',
  'type-of-form': 'the content type must be application/x-www-form-urlencoded or application/json',
  charset: 'the charset must be utf-8',
  encoding: 'the content encoding must be identity',
} as const

/** The type and subtype of a media type (RFC 9110, sections 5.6.2 and 8.3.1). */
const essence = /^[\t ]*([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)/
/** One parameter, which may be empty (RFC 9110, section 5.6.6); sticky, so that they are matched one after the other from the beginning. */
const parameter = /[\t ]*;[\t ]*(?:([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w-]+)))?/gy

/**
 * Says what a body is to be read as; 415 for any other format. Parameters other than `charset` are ignored (RFC 9110, section 8.3.1), and
 * types such as `application/problem+json` are not taken, since some give their fields another meaning.
 */
export function bodyKind(headers: IncomingHttpHeaders, { form }: { readonly form: boolean }): BodyKind {
  const type = mediaType(headers)
  const kind = type && kinds.get(type.name)
  if (!kind || (kind === 'form' && !form)) throw unsupported(form ? 'type-of-form' : 'type')
  if (!type.charsets.every(isUtf8)) throw unsupported('charset')
  return kind
}

/** Whether the headers name a charset other than UTF-8, whatever the type: then a body that nobody could read is not malformed. */
export function isOfOtherCharset(headers: IncomingHttpHeaders): boolean {
  return !(mediaType(headers)?.charsets ?? []).every(isUtf8)
}

/** Whether the bytes that came are the body itself, without compression or another coding. */
export function isPlain({ 'content-encoding': encoding = '' }: IncomingHttpHeaders): boolean {
  return encoding.split(/[\t ,]+/).every((coding) => coding === '' || coding.toLowerCase() === 'identity')
}

/** Makes the 415 that names what is wrong. */
export function unsupported(what: keyof typeof sentences): KeywardError {
  // A 415 for a coding says which ones are taken (RFC 9110, section 15.5.16).
  const headers = what === 'encoding' ? { 'Accept-Encoding': 'identity' } : undefined
  return new KeywardError('unsupported_media_type', { message: sentences[what], headers })
}

/** Reads the media type of a body; `null` = it is not well-formed, or was not sent. */
function mediaType({ 'content-type': text = '' }: IncomingHttpHeaders): MediaType | null {
  const [whole = '', name = ''] = essence.exec(text) ?? []
  const charsets = charsetsIn(text.slice(whole.length))
  return name === '' || charsets === null ? null : { name: name.toLowerCase(), charsets }
}

/** Reads every charset among the parameters; `null` = they are not well-formed. */
function charsetsIn(parameters: string): readonly string[] | null {
  const charsets: string[] = []
  let end = 0
  for (const [whole, name = '', quoted, token = ''] of parameters.matchAll(parameter)) {
    end += whole.length
    if (name.toLowerCase() === 'charset') charsets.push(quoted?.replace(/\\(.)/g, '$1') ?? token)
  }
  return /^[\t ]*$/.test(parameters.slice(end)) ? charsets : null
}

/** Whether a charset is UTF-8, also without the dash, and in the single quotes that some clients write in the place of double ones. */
function isUtf8(charset: string): boolean {
  return /^(['"]?)utf-?8\1$/i.test(charset)
}
