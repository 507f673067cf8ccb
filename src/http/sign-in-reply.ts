import type { Client } from '../auth/client.js'
import {
  pendingCookie,
  readCookie,
  renderClearedCookie,
  renderCookie,
  sessionCookie,
} from '../auth/cookie.js'
import type { Reauthenticated } from '../auth/reauthentication.js'
import type { SignIn } from '../auth/sign-in.js'
import type { Options } from '../options.js'
import type { Reply } from './route.js'
import { noContent } from './route.js'

/** Where a sign-in has come to, with its cookie; the other cookie goes. */
export function signInReply(client: Client, { secret, ...body }: SignIn, options: Options): Reply {
  const [session, pending] = [sessionCookie(options), pendingCookie(options)]
  const done = body.status === 'signed_in'
  const set = renderCookie(done ? session : pending, secret, options)
  return {
    status: done ? 201 : 202,
    body,
    cookies: [set, ...cleared(client, [done ? pending : session], options)],
  }
}

/** Signed out, with the cookies cleared. */
export function signedOutReply(client: Client, options: Options): Reply {
  const session = renderClearedCookie(sessionCookie(options), options)
  return { ...noContent, cookies: [session, ...cleared(client, [pendingCookie(options)], options)] }
}

/** The cookie of a session that was re-issued. */
export function reissuedCookie({ secret }: Reauthenticated, options: Options): readonly string[] {
  return secret === null ? [] : [renderCookie(sessionCookie(options), secret, options)]
}

function cleared(client: Client, names: readonly string[], options: Options): readonly string[] {
  return names
    .filter((name) => readCookie(client, name) !== undefined)
    .map((name) => renderClearedCookie(name, options))
}
