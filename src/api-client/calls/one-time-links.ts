import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** Links that set a password once. */
export interface OneTimeLinkCalls {
  /** Sets the password by the code that stands after `#` in the link. */
  use(
    kind: 'invitation' | 'password-reset',
    input: { readonly code: string; readonly newPassword: string },
    options?: CallOptions,
  ): Promise<void>
  /** Has a link sent to the user of that name, where the app allows it. The answer is the same whether or not there is one. */
  requestReset(input: { readonly username: string }, options?: CallOptions): Promise<void>
}

/** Makes their functions. */
export function oneTimeLinkCalls(calls: RouteCalls): OneTimeLinkCalls {
  return Object.freeze({
    use: calls.body('post /one-time-links/:kind'),
    requestReset: calls.body('post /password-reset'),
  } satisfies OneTimeLinkCalls)
}
