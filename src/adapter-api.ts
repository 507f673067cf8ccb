import type { Finding } from './auth/authenticate.js'
import type { Guard, GuardOptions } from './auth/guard.js'
import { guard } from './auth/guard.js'
import type { KeyLimit } from './auth/key-limit.js'
import type { Mounts } from './auth/mounts.js'
import { recordingRefusals } from './auth/recording.js'
import type { RequestLimits } from './auth/request-limit.js'
import type { Client } from './client.js'
import type { Core } from './core.js'
import type { IncomingBody } from './http/body.js'
import { handle } from './http/handle.js'
import type { ErrorAnswer, ErrorHandling } from './http/host/host-error.js'
import { errorAnswer, replyTo } from './http/host/host-error.js'
import type { Reply, Route, RouteRequest } from './http/route.js'
import { seenRequest } from './http/seen-request.js'
import type { Pages } from './http/routes.js'
import { allRoutes } from './http/routes.js'
import type { Services } from './http/services.js'
import { signedOutReply, signInReply } from './http/sign-in-reply.js'
import type { Amr } from './identity.js'
import { readInput } from './input/read-input.js'
import { vouchedSignIn } from './input/vouched-sign-in.js'
import type { Options } from './options.js'
import { withinOneLimit } from './store/time-limit.js'
import type { SignIn, SignInOutcome } from './sign-in/outcome.js'

/** What binds keyward to a framework: adapters call it, and hosts call what an adapter makes of it. */
export interface AdapterApi {
  /** The route table; with `pages`, theirs too. `prefix` = the path at which the router stands, where it knows that. */
  routes(options?: RouterOptions): readonly Route[]
  /** Answers a request for one of `routes()`. */
  handle(route: Route, request: RouteRequest): Promise<Reply>
  /** Makes a guard for a route of the host's; throws a TypeError for options that make no sense. */
  guard(requires?: GuardOptions): Guard
  /** Signs a user in whom the host has authenticated by its own means, such as SSO. 401 where there is none, 422. */
  signInUser(client: Client, userId: string, by: { readonly amr: readonly Amr[] }): Promise<HostSignIn>
  /** Ends the session of this browser; answers the Set-Cookie lines. */
  signOut(client: Client): Promise<readonly string[]>
  /** How an error that reached the host's error handling is answered; `null` = it is neither keyward's nor the body parser's. */
  replyTo(error: unknown, body?: IncomingBody): Reply | null
  /** As `replyTo`, for an adapter's `errorHandler(options)`; throws a TypeError for what is no option. */
  errorAnswer(options?: ErrorHandling): ErrorAnswer
}

/** What an adapter's router is made with. */
interface RouterOptions {
  readonly pages?: Pages | undefined
  readonly prefix?: string | undefined
}

/** Where a sign-in by the host has come to, and the Set-Cookie lines to send. */
export interface HostSignIn {
  /** `signed_in`, or what the policy and the user's factors still ask for. */
  readonly outcome: SignInOutcome
  readonly cookies: readonly string[]
}

/** What the guards go by, and what is told of each request for a route. */
interface Pieces extends Finding {
  readonly services: Services
  readonly limits: RequestLimits
  readonly keyLimit: KeyLimit
  readonly mounts: Mounts
  requested(): void
}

type Needs = Pick<
  Core,
  'options' | 'store' | 'digester' | 'journal' | 'usage' | 'enrolled' | 'refusals' | 'counts'
>

/** Makes `keyward.adapter`. */
export function adapterApi(core: Needs, { services, requested, ...by }: Pieces): AdapterApi {
  const { options } = core
  const routes = allRoutes(services)
  return Object.freeze({
    routes({ pages, prefix } = {}) {
      if (!pages) return routes
      const place = pages.publicPath ?? prefix
      if (place !== undefined) by.mounts.note(place)
      return allRoutes(services, pages)
    },
    handle(route, request) {
      requested()
      return seenRequest(route, () => withinOneLimit(() => handle(services, route, request)))
    },
    guard: (requires) => guard(core, by, requires),
    async signInUser(client, id, given) {
      const { userId, amr } = readInput(vouchedSignIn, { ...given, userId: id })
      const subject = { kind: 'user', id: userId, name: null }
      const signIn = await recordingRefusals(core, { client, who: { user: null, subject } }, () =>
        withinOneLimit(() => services.signIns.vouchedFor(client, userId, amr)),
      )
      return hostSignIn(client, signIn, options)
    },
    async signOut(client) {
      await withinOneLimit(() => services.signIns.signOut(client))
      return signedOutReply(client, options).cookies ?? []
    },
    replyTo,
    errorAnswer,
  } satisfies AdapterApi)
}

function hostSignIn(client: Client, signIn: SignIn, options: Options): HostSignIn {
  return { outcome: withoutSecrets(signIn), cookies: signInReply(client, signIn, options).cookies ?? [] }
}

function withoutSecrets(signIn: SignIn): SignInOutcome {
  if (signIn.status !== 'signed_in') {
    const { secret: _, ...outcome } = signIn
    return outcome
  }
  const { secret: _, device: __, ...outcome } = signIn
  return outcome
}
