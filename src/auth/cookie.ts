import type { Secret } from '../crypto/secret.js'
import type { Options } from '../options.js'
import type { Client } from './client.js'

/** The name of the session cookie: `__Host-` pins it to this host, Secure and Path=/ (RFC 6265bis, section 4.1.3.2). */
export function sessionCookie({ cookieName, insecure }: Pick<Options, 'cookieName' | 'insecure'>): string {
  return insecure ? cookieName : `__Host-${cookieName}`
}

/** The name of the cookie of a sign-in under way. */
export function pendingCookie({ cookieName, insecure }: Pick<Options, 'cookieName' | 'insecure'>): string {
  return `${sessionCookie({ cookieName, insecure })}-pending`
}

/** The value of a cookie; `undefined` when it is not sent, the first when it is sent twice. */
export function readCookie(client: Client, name: string): string | undefined {
  for (const header of client.headers.cookie ?? []) {
    for (const pair of header.split(';')) {
      const equals = pair.indexOf('=')
      if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
    }
  }
  return undefined
}

/** The Set-Cookie line for a new secret; it lasts as long as the browser session, the server decides the end. */
export function renderCookie(name: string, value: Secret, { insecure }: Pick<Options, 'insecure'>): string {
  return `${name}=${value.reveal()}; ${attributes(insecure)}`
}

/** The Set-Cookie line that removes a cookie. */
export function renderClearedCookie(name: string, { insecure }: Pick<Options, 'insecure'>): string {
  return `${name}=; Max-Age=0; ${attributes(insecure)}`
}

function attributes(insecure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${insecure ? '' : '; Secure'}`
}
