import type { Demand } from '../../policy/enforcement.js'
import type { SignedInJson, SignInUnderWayJson } from './session.js'

/** A security key as its owner sees it. Times are RFC 3339. */
export interface SecurityKeyJson {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** How the key can be reached: `usb`, `nfc`, `internal` …. */
  readonly transports: readonly string[]
  /** Whether it is kept by an account of its maker's, on several devices. */
  readonly synced: boolean
  /** Whether it signs in by itself. */
  readonly passkey: boolean
  /** Whether something keeps it from proving anything: there may be a copy of it, or its row was changed. */
  readonly suspect: boolean
}

/** Which second factors somebody has, and what the policy demands. Times are RFC 3339. */
export interface MfaJson {
  readonly enabled: boolean
  readonly totp: { readonly createdAt: string; readonly lastUsedAt: string | null } | null
  readonly securityKeys: readonly SecurityKeyJson[]
  readonly recoveryCodes: { readonly remaining: number }
  readonly policy: {
    readonly enforced: Demand
    readonly satisfied: boolean
    readonly deadline: string | null
  }
}

/** What a factor brings that was just enrolled: recovery codes if it is the first one, which nothing shows again, and, with an enrolment ticket, the sign-in. */
export type EnrolledJson = { readonly recoveryCodes?: readonly string[] } & (
  { readonly status?: undefined } | SignedInJson | SignInUnderWayJson
)

/** A security key that was just registered, and what it brings. */
export type NewSecurityKeyJson = SecurityKeyJson & EnrolledJson

/** New recovery codes, which nothing shows again. */
export interface RecoveryCodesJson {
  readonly codes: readonly string[]
}
