import type { Client } from '../client.js'
import { withHeader } from '../client.js'
import type { Secret } from '../crypto/secret.js'
import type { Options } from '../options.js'
import { trimmed } from './header-text.js'

const lastingSeconds = 400 * 86_400

/** The name of the session cookie: `__Host-` pins it to this host, Secure and Path=/ (RFC 6265bis, section 4.1.3.2). */
export function sessionCookie({ cookieName, insecure }: Pick<Options, 'cookieName' | 'insecure'>): string {
  return insecure ? cookieName : `__Host-${cookieName}`
}

/** The name of the cookie of a sign-in under way. */
export function pendingCookie({ cookieName, insecure }: Pick<Options, 'cookieName' | 'insecure'>): string {
  return `${sessionCookie({ cookieName, insecure })}-pending`
}

/** The name of the cookie by which a browser is known again, which is no credential. */
export function deviceCookie({ cookieName, insecure }: Pick<Options, 'cookieName' | 'insecure'>): string {
  return `${sessionCookie({ cookieName, insecure })}-device`
}

/**
 * The value of a cookie; `undefined` when it is not sent. A cookie that is sent twice reads as '', which is nobody's: a browser keeps one
 * cookie of ours, so somebody else put the other there, and chose which of them comes first.
 */
export function readCookie(client: Client, name: string): string | undefined {
  let found: string | undefined
  for (const header of client.header('cookie')) {
    for (let from = 0; from < header.length;) {
      const end = endOfPair(header, from)
      const value = valueIn(header.slice(from, end), name)
      if (value !== undefined) found = found === undefined ? value : ''
      from = end + 1
    }
  }
  return found
}

function endOfPair(header: string, from: number): number {
  const end = header.indexOf(';', from)
  return end < 0 ? header.length : end
}

/** The value in a pair of this name; `undefined` = it is another cookie. Blanks and tabs around both do not count (RFC 6265, section 5.2). */
function valueIn(pair: string, name: string): string | undefined {
  const equals = pair.indexOf('=')
  return equals > 0 && trimmed(pair.slice(0, equals)) === name ? trimmed(pair.slice(equals + 1)) : undefined
}

/** The Set-Cookie line for a new secret. The browser keeps it until it is closed; when the secret ends, the server decides. */
export function renderCookie(name: string, value: Secret, options: Pick<Options, 'insecure'>): string {
  return `${name}=${value.reveal()}; ${attributes(options)}`
}

/** The Set-Cookie line for what a browser keeps for as long as browsers keep anything (RFC 6265bis, section 5.5). */
export function renderLastingCookie(name: string, value: Secret, options: Pick<Options, 'insecure'>): string {
  return `${name}=${value.reveal()}; Max-Age=${String(lastingSeconds)}; ${attributes(options)}`
}

/** A client as it will be with its next request, when it has the cookie that is about to be set, and no other. */
export function withCookie(client: Client, name: string, value: Secret): Client {
  const cookie = [`${name}=${value.reveal()}`]
  return withHeader(client, (asked) => (asked === 'cookie' ? cookie : client.header(asked)))
}

/** The Set-Cookie line that removes a cookie. */
export function renderClearedCookie(name: string, options: Pick<Options, 'insecure'>): string {
  return `${name}=; Max-Age=0; ${attributes(options)}`
}

function attributes({ insecure }: Pick<Options, 'insecure'>): string {
  return `Path=/; HttpOnly; SameSite=Lax${insecure ? '' : '; Secure'}`
}
