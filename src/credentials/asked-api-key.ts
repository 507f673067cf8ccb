import type { RequestBudget } from '../identity.js'

/** An API key that a user asks for. */
export interface NewApiKey {
  readonly name: string
  /** 7, 30, 60, 90, or `null` for no expiration; the policy's default when omitted. */
  readonly expiresInDays?: number | null
  /** What the key may be used for; everything that the user may do when omitted. */
  readonly scopes?: readonly string[]
  /** Addresses, and ranges of them as CIDRs, that it may be used from, at most 20; from anywhere when empty or omitted. */
  readonly allowedAddresses?: readonly string[]
}

/** What the app alone says of an API key. */
export interface HostApiKeyTerms {
  /** How many requests the key may make under all guards together; `null` = any number. */
  readonly limit?: RequestBudget | null
  /**
   * What the app keeps with the key: an object of at most 1 KiB as JSON, which guards answer in `authInfo.credential.metadata` and no route
   * shows; `null` = nothing.
   */
  readonly metadata?: Readonly<Record<string, unknown>> | null
}

/** An API key that the app makes for a user. */
export interface HostNewApiKey extends NewApiKey, HostApiKeyTerms {}

/** What a user may change of an API key; what is left out stays. */
export interface ApiKeyChange {
  readonly name?: string
  readonly disabled?: boolean
  /** As of a new key; empty = from anywhere. */
  readonly allowedAddresses?: readonly string[]
}

/** What the app may change of an API key; what is left out stays. */
export interface HostApiKeyChange extends ApiKeyChange, HostApiKeyTerms {}

/** How an API key is rotated. */
export interface ApiKeyRotation {
  /** How much longer the old secret lives, at most 604,800. Default: 0. */
  readonly overlapSeconds?: number
}
