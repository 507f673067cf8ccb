import type { SshKeyPolicy } from './ssh-key.js'
import { defaultSshKeyPolicy } from './ssh-key.js'

/** A number of days; `"none"` = no expiration. */
export type Days = 7 | 30 | 60 | 90 | 'none'
export const dayChoices = [7, 30, 60, 90, 'none'] as const satisfies readonly Days[]

export interface ApiKeyPolicy {
  /** Users choose among `allowedDays`; otherwise every key gets `defaultDays`. */
  readonly expiryChoice: boolean
  readonly allowedDays: readonly Days[]
  readonly defaultDays: Days
  /** At most this many unexpired keys, 0 to 50. */
  readonly maxPerUser: number
}

export interface TokenPolicy {
  /** Users choose up to `maxHours`; otherwise every token gets `defaultHours`. */
  readonly lifetimeChoice: boolean
  /** 1 to 24. */
  readonly maxHours: number
  readonly defaultHours: number
}

/** Which security keys satisfy `enforceSecurityKey`: any, only those that cannot be synced, only those their maker vouches for. */
export type SecurityKeyKind = 'any' | 'device-bound' | 'attested'
export const securityKeyKinds = [
  'any',
  'device-bound',
  'attested',
] as const satisfies readonly SecurityKeyKind[]

export interface MfaPolicy {
  /** A second factor is demanded. */
  readonly enforceMfa: boolean
  /** A security key is demanded. */
  readonly enforceSecurityKey: boolean
  /** How long users have to enrol one, from when it was demanded, or from when they were made. */
  readonly graceDays: number
  readonly securityKeyKind: SecurityKeyKind
}

/** What users who do not satisfy `mfa` lose. */
export interface EnforcementPolicy {
  /** Their API keys and tokens. */
  readonly blockCredentials: boolean
  /** Their lines in authorized_keys. */
  readonly blockSshKeys: boolean
}

/** What holds for a user now. */
export interface Policy {
  readonly apiKeys: ApiKeyPolicy
  readonly tokens: TokenPolicy
  readonly sshKeys: SshKeyPolicy
  readonly mfa: MfaPolicy
  readonly enforcement: EnforcementPolicy
}

/** What was set on one level; an absent field is not set. */
export interface StoredPolicy {
  readonly apiKeys?: Partial<ApiKeyPolicy>
  readonly tokens?: Partial<TokenPolicy>
  readonly sshKeys?: Partial<SshKeyPolicy>
  readonly mfa?: Partial<MfaPolicy>
  readonly enforcement?: Partial<EnforcementPolicy>
}

/** When the fields that have a grace period were switched on, on one level, epoch ms. */
export type SwitchedOn = { readonly [Field in 'enforceMfa' | 'enforceSecurityKey']?: number }

/** The two levels that bear on a user. */
export interface StoredPolicies {
  readonly platform: StoredPolicy
  readonly organization: StoredPolicy
}

export const defaultPolicy: Policy = Object.freeze({
  apiKeys: Object.freeze({
    expiryChoice: true,
    allowedDays: dayChoices,
    defaultDays: 30,
    maxPerUser: 50,
  }),
  tokens: Object.freeze({ lifetimeChoice: true, maxHours: 24, defaultHours: 24 }),
  sshKeys: defaultSshKeyPolicy,
  mfa: Object.freeze({ enforceMfa: false, enforceSecurityKey: false, graceDays: 0, securityKeyKind: 'any' }),
  enforcement: Object.freeze({ blockCredentials: false, blockSshKeys: false }),
})

export const platformScope = 'platform'

export function organizationScope(organizationId: string): string {
  return `organization:${organizationId}`
}

/** The policy in force: field by field the platform's, else the organisation's, else the default. */
export function effectivePolicy({ platform, organization }: StoredPolicies): Policy {
  // Nothing is set for most users, and each verification asks.
  if (isEmpty(platform) && isEmpty(organization)) return defaultPolicy
  return fitDefaults({
    apiKeys: { ...defaultPolicy.apiKeys, ...organization.apiKeys, ...platform.apiKeys },
    tokens: { ...defaultPolicy.tokens, ...organization.tokens, ...platform.tokens },
    sshKeys: { ...defaultPolicy.sshKeys, ...organization.sshKeys, ...platform.sshKeys },
    mfa: { ...defaultPolicy.mfa, ...organization.mfa, ...platform.mfa },
    enforcement: { ...defaultPolicy.enforcement, ...organization.enforcement, ...platform.enforcement },
  })
}

/** The longest life an API key may have, in days; a forced default counts as the longest. */
export function longestDays({ apiKeys }: Policy): Days {
  if (!apiKeys.expiryChoice) return apiKeys.defaultDays
  return longest(apiKeys.allowedDays)
}

/** The longest life a token may have, in hours. */
export function longestHours({ tokens }: Policy): number {
  return tokens.lifetimeChoice ? tokens.maxHours : tokens.defaultHours
}

/** The fields of one stored policy that contradict each other, by path. */
export function contradictions({ apiKeys, tokens }: StoredPolicy): string[] {
  const found: string[] = []
  if (apiKeys?.allowedDays && apiKeys.defaultDays && apiKeys.expiryChoice !== false) {
    if (!apiKeys.allowedDays.includes(apiKeys.defaultDays)) found.push('apiKeys.defaultDays')
  }
  if (tokens?.maxHours && tokens.defaultHours && tokens.defaultHours > tokens.maxHours) {
    found.push('tokens.defaultHours')
  }
  return found
}

function isEmpty(policy: StoredPolicy): boolean {
  for (const _ in policy) return false
  return true
}

/** Two levels can leave a default that the other does not allow: the nearest shorter choice takes its place, else the shortest. */
function fitDefaults(policy: Policy): Policy {
  const { apiKeys, tokens } = policy
  return {
    ...policy,
    apiKeys:
      !apiKeys.expiryChoice || apiKeys.allowedDays.includes(apiKeys.defaultDays)
        ? apiKeys
        : { ...apiKeys, defaultDays: nearest(apiKeys.allowedDays, apiKeys.defaultDays) },
    tokens: tokens.defaultHours <= tokens.maxHours ? tokens : { ...tokens, defaultHours: tokens.maxHours },
  }
}

function nearest(allowed: readonly Days[], wanted: Days): Days {
  const shorter = allowed.filter((days) => rank(days) < rank(wanted))
  return shorter.length > 0 ? longest(shorter) : shortest(allowed)
}

function longest(days: readonly Days[]): Days {
  return days.reduce((a, b) => (rank(b) > rank(a) ? b : a))
}

function shortest(days: readonly Days[]): Days {
  return days.reduce((a, b) => (rank(b) < rank(a) ? b : a))
}

function rank(days: Days): number {
  return days === 'none' ? Infinity : days
}
