import type { TotpOffer } from '../../account/totp-enrolment.js'
import type {
  EnrolledJson,
  MfaJson,
  NewSecurityKeyJson,
  RecoveryCodesJson,
  SecurityKeyJson,
} from '../../http/json/mfa.js'
import type { KeyCreationOptions } from '../../mfa/security-key-options.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'
import type { KeyAnswer } from './session.js'

/** One's own second factors. What adds or removes one takes a recent proof. */
export interface MfaCalls {
  /** Which there are, and what the policy demands. */
  get(options?: CallOptions): Promise<MfaJson>
  /** Makes a secret for an authenticator app, which counts once it is confirmed. */
  beginTotp(options?: CallOptions): Promise<TotpOffer>
  confirmTotp(input: { readonly code: string }, options?: CallOptions): Promise<EnrolledJson>
  removeTotp(options?: CallOptions): Promise<void>
  /** Removes all factors and recovery codes. */
  turnOff(options?: CallOptions): Promise<void>
  /** Makes ten new recovery codes, and ends the former ones. */
  createRecoveryCodes(options?: CallOptions): Promise<RecoveryCodesJson>
  /** Begins to register a security key: what the browser asks the key for. */
  securityKeyOptions(
    input?: { readonly passkey?: boolean },
    options?: CallOptions,
  ): Promise<KeyCreationOptions>
  createSecurityKey(
    input: KeyAnswer & { readonly name: string },
    options?: CallOptions,
  ): Promise<NewSecurityKeyJson>
  updateSecurityKey(
    id: string,
    input: { readonly name: string },
    options?: CallOptions,
  ): Promise<SecurityKeyJson>
  removeSecurityKey(id: string, options?: CallOptions): Promise<void>
}

/** Makes their functions. */
export function mfaCalls(calls: RouteCalls): MfaCalls {
  return Object.freeze({
    get: calls.plain('get /mfa'),
    beginTotp: calls.plain('post /mfa/totp'),
    confirmTotp: calls.body('post /mfa/totp/confirmation'),
    removeTotp: calls.plain('delete /mfa/totp'),
    turnOff: calls.plain('delete /mfa'),
    createRecoveryCodes: calls.plain('post /mfa/recovery-codes'),
    securityKeyOptions: calls.body('post /mfa/security-keys/options'),
    createSecurityKey: calls.body('post /mfa/security-keys'),
    updateSecurityKey: calls.body('patch /mfa/security-keys/:id'),
    removeSecurityKey: calls.plain('delete /mfa/security-keys/:id'),
  } satisfies MfaCalls)
}
