import type { Policy } from '../../policy/policy.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** One's own password. */
export interface PasswordCalls {
  /** Ends all other sessions and all tokens. Takes a recent proof. */
  change(
    input: { readonly currentPassword: string; readonly newPassword: string },
    options?: CallOptions,
  ): Promise<void>
}

/** What holds for the caller. */
export interface PolicyCalls {
  get(options?: CallOptions): Promise<Policy>
}

/** Makes the functions of the password. */
export function passwordCalls(calls: RouteCalls): PasswordCalls {
  return Object.freeze({ change: calls.body('put /password') } satisfies PasswordCalls)
}

/** Makes the functions of the policy. */
export function policyCalls(calls: RouteCalls): PolicyCalls {
  return Object.freeze({ get: calls.plain('get /policy') } satisfies PolicyCalls)
}
