import type { BegunDeviceJson, DeviceTokenJson } from '../http/json/device.js'
import type { DeviceCalls } from './calls/devices.js'
import { ProblemError } from './problem-error.js'

/** What a person is shown, who then approves in a browser of theirs. */
export interface DevicePrompt {
  /** To be typed, such as `BCDF-GHJK`. */
  readonly userCode: string
  /** Where to type it. */
  readonly verificationUri: string
  /** The same place with the code filled in. */
  readonly verificationUriComplete: string
  /** RFC 3339. */
  readonly expiresAt: string
}

/** How a program signs in by a browser on whatever device (RFC 8628). */
export interface DeviceSignInOptions {
  /** One of the app's `deviceClients`. */
  readonly clientId: string
  /** Scopes, as a list or divided by blanks. Default: those of the client. */
  readonly scope?: string | readonly string[]
  /** Shows the code, and opens a browser where there is one. What it promises is waited for; where it fails, the sign-in does. */
  open(prompt: DevicePrompt): unknown
  /** Ends the wait. */
  readonly signal?: AbortSignal
}

/** The token that a program has signed in for; `expiresAt` is RFC 3339. */
export interface DeviceToken {
  readonly token: string
  readonly expiresAt: string
  readonly scopes: readonly string[]
}

/** What signing in takes: the two routes, the time, and a way to let some pass. */
export interface DeviceSignInNeeds {
  readonly devices: Pick<DeviceCalls, 'begin' | 'collect'>
  now(): number
  wait(seconds: number, signal: AbortSignal | undefined): Promise<void>
}

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
/** How long it waits at most for what does not answer. */
const longestWaitSeconds = 60

/** Signs in; throws a `ProblemError` `access_denied` or `expired_token` where nobody approves. */
export async function deviceSignIn(
  needs: DeviceSignInNeeds,
  wanted: DeviceSignInOptions,
): Promise<DeviceToken> {
  const { devices, now } = needs
  const { clientId, scope, signal } = wanted
  const asked = { client_id: clientId, scope: scope === undefined ? undefined : [scope].flat().join(' ') }
  const code = await devices.begin(asked, { signal })
  const endsAt = now() + code.expires_in * 1000
  await wanted.open({
    userCode: code.user_code,
    verificationUri: code.verification_uri,
    verificationUriComplete: code.verification_uri_complete,
    expiresAt: rfc3339(endsAt),
  })
  const answer = await collected(needs, { code, clientId, endsAt, signal })
  return {
    token: answer.access_token,
    expiresAt: rfc3339(now() + answer.expires_in * 1000),
    scopes: answer.scope.split(' ').filter((name) => name !== ''),
  }
}

/** A sign-in that waits for its approval. */
interface Begun {
  readonly code: BegunDeviceJson
  readonly clientId: string
  readonly endsAt: number
  readonly signal: AbortSignal | undefined
}

/** Asks until there is an answer. */
async function collected({ devices, now, wait }: DeviceSignInNeeds, begun: Begun): Promise<DeviceTokenJson> {
  const { code, clientId, endsAt, signal } = begun
  const request = { grant_type: grantType, device_code: code.device_code, client_id: clientId }
  let pace: Pace = { interval: code.interval, failures: 0, atLeast: 0 }
  for (;;) {
    await wait(pauseOf(pace), signal)
    const answer = await devices.collect(request, { signal }).catch((error: unknown) => {
      signal?.throwIfAborted()
      pace = paceAfter(error, pace)
      if (now() >= endsAt) throw new ProblemError({ status: 400, code: 'expired_token' }, { cause: error })
      return null
    })
    if (answer !== null) return answer
  }
}

/** How often it asks, in seconds, and how many times in a row nothing could be asked. */
interface Pace {
  readonly interval: number
  readonly failures: number
  readonly atLeast: number
}

/** Where nothing answers, half as often each time (RFC 8628, section 3.5). */
function pauseOf({ interval, failures, atLeast }: Pace): number {
  const pause =
    failures === 0 ? interval : Math.max(interval, Math.min(interval * 2 ** failures, longestWaitSeconds))
  return Math.max(pause, atLeast)
}

/** How to go on after a refusal; throws the one that ends the sign-in. */
function paceAfter(error: unknown, { interval, failures }: Pace): Pace {
  const isLost = !(error instanceof ProblemError)
  if (isLost || error.status === 429 || error.status >= 500) {
    return { interval, failures: failures + 1, atLeast: isLost ? 0 : (error.retryAfter ?? 0) }
  }
  if (error.code === 'slow_down') return { interval: interval + 5, failures: 0, atLeast: 0 }
  if (error.code === 'authorization_pending') return { interval, failures: 0, atLeast: 0 }
  throw error
}

function rfc3339(at: number): string {
  return new Date(at).toISOString()
}
