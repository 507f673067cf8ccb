import type { SshKeyPolicy } from './ssh-key.js'
import { defaultSshKeyPolicy } from './ssh-key.js'

/** How long an API key may live, in days; `"none"` = no expiration. */
export type Days = 7 | 30 | 60 | 90 | 'none'
/** All such choices, shortest first. */
export const dayChoices = [7, 30, 60, 90, 'none'] as const satisfies readonly Days[]

/** What a policy says of API keys. */
export interface ApiKeyPolicy {
  /** Whether users choose among `allowedDays`; otherwise every key gets `defaultDays`. */
  readonly expiryChoice: boolean
  readonly allowedDays: readonly Days[]
  readonly defaultDays: Days
  /** The most unexpired keys a user may have, 0 to 50. */
  readonly maxPerUser: number
}

/** What a policy says of tokens. */
export interface TokenPolicy {
  /** Whether users choose up to `maxHours`; otherwise every token gets `defaultHours`. */
  readonly lifetimeChoice: boolean
  /** 1 to 24. */
  readonly maxHours: number
  readonly defaultHours: number
}

/** Which security keys satisfy `enforceSecurityKey`: any, only those that cannot be synced, only those their maker vouches for. */
export type SecurityKeyKind = 'any' | 'device-bound' | 'attested'
/** All such kinds, the loosest first. */
export const securityKeyKinds = [
  'any',
  'device-bound',
  'attested',
] as const satisfies readonly SecurityKeyKind[]

/** What a policy says of second factors. */
export interface MfaPolicy {
  /** Whether a second factor is demanded. */
  readonly enforceMfa: boolean
  /** Whether a security key is demanded. */
  readonly enforceSecurityKey: boolean
  /** How many days users have to enrol one, from when it was demanded or, for newer users, from when they were added. */
  readonly graceDays: number
  readonly securityKeyKind: SecurityKeyKind
}

/** What users lose, beside their sessions' rights, while they do not satisfy `mfa`. */
export interface EnforcementPolicy {
  /** Whether their API keys and tokens are refused. */
  readonly blockCredentials: boolean
  /** Whether their SSH keys are kept out of what hosts are given. */
  readonly blockSshKeys: boolean
}

/** The policy in force for a user: every field has a value. */
export interface Policy {
  readonly apiKeys: ApiKeyPolicy
  readonly tokens: TokenPolicy
  readonly sshKeys: SshKeyPolicy
  readonly mfa: MfaPolicy
  readonly enforcement: EnforcementPolicy
}

/** The policy that was set on one level; an absent field was not set there. */
export interface StoredPolicy {
  readonly apiKeys?: Partial<ApiKeyPolicy>
  readonly tokens?: Partial<TokenPolicy>
  readonly sshKeys?: Partial<SshKeyPolicy>
  readonly mfa?: Partial<MfaPolicy>
  readonly enforcement?: Partial<EnforcementPolicy>
}

/** When the fields that have a grace period were switched on, on one level, epoch ms. */
export type SwitchedOn = { readonly [Field in 'enforceMfa' | 'enforceSecurityKey']?: number }

/** The policies of the two levels that a user's own is made of. */
export interface StoredPolicies {
  readonly platform: StoredPolicy
  readonly organization: StoredPolicy
}

/** The policy where neither level sets anything. */
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

/** The scope under which the platform's policy is stored. */
export const platformScope = 'platform'

/** The scope under which an organisation's policy is stored. */
export function organizationScope(organizationId: string): string {
  return `organization:${organizationId}`
}

/** The policy in force: each field is the platform's, else the organisation's, else the default. */
export function effectivePolicy({ platform, organization }: StoredPolicies): Policy {
  // Every verification asks, and for most users nothing is set: this spares them the merge.
  if (isEmpty(platform) && isEmpty(organization)) return defaultPolicy
  return fitDefaults({
    apiKeys: { ...defaultPolicy.apiKeys, ...organization.apiKeys, ...platform.apiKeys },
    tokens: { ...defaultPolicy.tokens, ...organization.tokens, ...platform.tokens },
    sshKeys: { ...defaultPolicy.sshKeys, ...organization.sshKeys, ...platform.sshKeys },
    mfa: { ...defaultPolicy.mfa, ...organization.mfa, ...platform.mfa },
    enforcement: { ...defaultPolicy.enforcement, ...organization.enforcement, ...platform.enforcement },
  })
}

/** The longest life an API key may have, in days; where users have no choice, the default. */
export function longestDays({ apiKeys }: Policy): Days {
  if (!apiKeys.expiryChoice) return apiKeys.defaultDays
  return longest(apiKeys.allowedDays)
}

/** The longest life a token may have, in hours; where users have no choice, the default. */
export function longestHours({ tokens }: Policy): number {
  return tokens.lifetimeChoice ? tokens.maxHours : tokens.defaultHours
}

/** The paths of the fields that contradict others in the policy of one level, such as `tokens.defaultHours`. */
export function contradictions({ apiKeys, tokens }: StoredPolicy): string[] {
  const paths: string[] = []
  if (apiKeys?.allowedDays && apiKeys.defaultDays && apiKeys.expiryChoice !== false) {
    if (!apiKeys.allowedDays.includes(apiKeys.defaultDays)) paths.push('apiKeys.defaultDays')
  }
  if (tokens?.maxHours && tokens.defaultHours && tokens.defaultHours > tokens.maxHours) {
    paths.push('tokens.defaultHours')
  }
  return paths
}

function isEmpty(policy: StoredPolicy): boolean {
  for (const _ in policy) return false
  return true
}

/** Mends a default that the other level does not allow: the nearest shorter choice takes its place, else the shortest there is. */
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
