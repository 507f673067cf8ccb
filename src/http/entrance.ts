import { authenticate } from '../auth/authenticate.js'
import { authorize } from '../auth/authorize.js'
import { readBearer } from '../auth/bearer.js'
import { pendingCookie, readCookie } from '../auth/cookie.js'
import type { MaybePromise } from '../auth/maybe-promise.js'
import { refuseNobody } from '../auth/nobody.js'
import { refuseForeignOrigin } from '../auth/origin.js'
import type { Principal } from '../auth/principal.js'
import type { Refusable } from '../auth/recording.js'
import { recordingRefusals } from '../auth/recording.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { KeywardError } from '../errors.js'
import type { CompletionNeeds } from '../sign-in/completion.js'
import type { Pending } from '../sign-in/pending.js'
import { findPending, readPending } from '../sign-in/pending.js'
import type { SignIns } from '../sign-in/sign-in.js'
import { hostCaller } from './host/host-caller.js'
import type { Entered } from './host/host-entry.js'
import { enterByHost } from './host/host-entry.js'
import { isHolder } from './refusable.js'
import type { Caller } from './level.js'
import type { Route } from './route.js'
import { requirementsOf } from './level.js'

/** The part of a route that decides who may call it. */
type Door = Pick<Route, 'level' | 'method' | 'sameOrigin'>

/** The way in to keyward's own routes: who calls, and whether they may. */
export interface Entrance {
  /** Gives a user whom the app has signed in a session of keyward's own, or the sign-in before it, where the route has a use for that. */
  enter(route: Door, client: Client): Promise<Entered>
  /** Says who calls, whether they may or not; throws a refusal where it is nobody whom the route could be for. */
  identify(route: Door, client: Client): Promise<Caller>
  /** Answers the caller again if they may call the route; throws a refusal otherwise. */
  admit(route: Door, caller: Caller): Promise<Caller>
  /** Says whose credential a client sends, whatever the route asks for; `null` = it sends none. */
  authenticate(client: Client): Promise<Principal | null>
  /** Does something for a client; where it is refused, that is recorded. */
  recording<T>(client: Client, who: Refusable | null, act: () => MaybePromise<T>): MaybePromise<T>
}

/** Makes the entrance. */
export function entrance(core: CompletionNeeds, signIns: Pick<SignIns, 'namedByHost'>): Entrance {
  const { options } = core
  return Object.freeze({
    enter: (route, client) => enterByHost({ core, signIns }, route, client),
    authenticate: (client) => authenticate(core, client),
    recording: (client, who, act) => recordingRefusals(core, { client, who }, act),

    async identify(route, client) {
      if (route.level === 'host') return hostCaller(core, client)
      if (route.level === 'pending') return secondStepper(client)
      if (route.level === 'limitedOrTicket' || route.level === 'enrolling') {
        const holder = await ticketHolder(client)
        if (holder) return holder
      }
      if (requirementsOf(route)) return (await authenticate(core, client)) ?? refuseNobody(client, options)
      if (route.sameOrigin) refuseForeignOrigin(client, options)
      return null
    },

    async admit(route, caller) {
      const requires = requirementsOf(route)
      return requires && isHolder(caller) ? authorize(core, caller, requires) : caller
    },
  } satisfies Entrance)

  /** Finds the user who has to take a second step; 401 for a browser that has not begun, 410 for one whose sign-in is over. */
  async function secondStepper(client: Client): Promise<Pending> {
    refuseForeignOrigin(client, options)
    const found = await findPending(core, client)
    if (found?.alive === true && found.pending.kind === 'second_factor') return found
    // A cookie that is sent twice reads as '', and stands for no sign-in.
    const begun = (readCookie(client, pendingCookie(options)) ?? '') !== ''
    if (!begun) throw challenged('unauthenticated', options)
    return recordingRefusals(core, { client, who: found }, () => Promise.reject(new KeywardError('expired')))
  }

  /** Finds the holder of a ticket, which is newer than any session of this browser; a bearer credential decides alone. */
  async function ticketHolder(client: Client): Promise<Pending | null> {
    if (readBearer(client, options) !== null) return null
    const found = await readPending(core, client)
    if (found?.pending.kind !== 'enrolment') return null
    refuseForeignOrigin(client, options)
    return found
  }
}
