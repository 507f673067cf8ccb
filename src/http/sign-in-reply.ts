import type { Reauthenticated } from '../account/reauthentication.js'
import {
  deviceCookie,
  pendingCookie,
  readCookie,
  renderClearedCookie,
  renderCookie,
  renderLastingCookie,
  sessionCookie,
} from '../auth/cookie.js'
import type { Client } from '../client.js'
import type { Options } from '../options.js'
import type { SignIn } from '../sign-in/outcome.js'
import type { SignedInJson, SignInUnderWayJson } from './json/session.js'
import type { Answer } from './route.js'
import { noContent } from './route.js'

/** What the cookies of keyward depend on. */
type CookieOptions = Pick<Options, 'cookieName' | 'insecure'>

/** Answers how far a sign-in has come, and sets its cookie; of session and pending sign-in, the other's cookie is cleared. What is done sets the browser's own cookie as well. */
export function signInReply(
  client: Client,
  signIn: SignIn,
  options: CookieOptions,
): Answer<201, SignedInJson> | Answer<202, SignInUnderWayJson> {
  const [session, pending] = [sessionCookie(options), pendingCookie(options)]
  if (signIn.status !== 'signed_in') {
    const { secret, ...body } = signIn
    const set = renderCookie(pending, secret, options)
    return { status: 202, body, cookies: [set, ...cleared(client, [session], options)] }
  }
  const { secret, device, ...body } = signIn
  const known = device === null ? [] : [renderLastingCookie(deviceCookie(options), device, options)]
  const set = [renderCookie(session, secret, options), ...known]
  return { status: 201, body, cookies: [...set, ...cleared(client, [pending], options)] }
}

/** Answers a sign-out, and clears both cookies. */
export function signedOutReply(client: Client, options: CookieOptions): Answer<204, undefined> {
  const session = renderClearedCookie(sessionCookie(options), options)
  return { ...noContent, cookies: [session, ...cleared(client, [pendingCookie(options)], options)] }
}

/** The Set-Cookie line of a session that was re-issued; none where it keeps its secret. */
export function reissuedCookie({ secret }: Reauthenticated, options: CookieOptions): readonly string[] {
  return secret === null ? [] : [renderCookie(sessionCookie(options), secret, options)]
}

function cleared(client: Client, names: readonly string[], options: CookieOptions): readonly string[] {
  return names
    .filter((name) => readCookie(client, name) !== undefined)
    .map((name) => renderClearedCookie(name, options))
}
