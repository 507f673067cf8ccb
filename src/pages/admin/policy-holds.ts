import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { defaultPolicy } from '../../policy/policy.js'
import { sshKeyTypes } from '../../policy/ssh-key.js'
import { plainSentence } from '../elements/sentence.js'
import { permitTexts } from '../messages/admin/admin-grants.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { policyHoldTexts } from '../messages/admin/policy-terms.js'
import type { Visit } from '../visit/visit.js'
import { valueOf } from './policy-field.js'

/** Where a value that holds comes from: the platform, the level that is looked at, or neither. */
type PolicyOrigin = 'platform' | 'here' | 'default'

/** A policy with what it is made of. */
export interface PolicyInForce {
  readonly policy: StoredPolicy
  readonly effective: Policy
  /** The platform's policy; empty where it is itself the one that is looked at. */
  readonly platform: StoredPolicy
}

/** One thing that holds, in a sentence, and where it comes from. */
export interface Holding {
  readonly text: string
  /** `default` only where it is the only one. */
  readonly origins: readonly PolicyOrigin[]
}

/** A sentence, and the fields that decide it. */
type Sentence = readonly [text: string, ...paths: string[]]

/** What holds in a group of a policy, in sentences; a group that has none is not known. */
export function holdings(visit: Visit, levels: PolicyInForce, group: string): readonly Holding[] {
  return sentencesOf(visit, levels, group).map(([text, ...paths]) => ({
    text,
    origins: originsOf(levels, paths),
  }))
}

function sentencesOf(visit: Visit, levels: PolicyInForce, group: string): readonly Sentence[] {
  switch (group) {
    case 'mfa':
      return secondFactor(visit, levels)
    case 'enforcement':
      return enforcement(visit, levels)
    case 'apiKeys':
      return apiKeys(visit, levels)
    case 'tokens':
      return tokens(visit, levels)
    case 'sshKeys':
      return sshKeys(visit, levels)
    default:
      return []
  }
}

function secondFactor(visit: Visit, { effective: { mfa } }: PolicyInForce): readonly Sentence[] {
  const texts = visit.text(policyHoldTexts)
  if (!mfa.enforceMfa && !mfa.enforceSecurityKey) {
    return [[texts.noFactor, 'mfa.enforceMfa', 'mfa.enforceSecurityKey']]
  }
  const kind = mfa.securityKeyKind
  const sentences: Sentence[] = []
  if (mfa.enforceSecurityKey) {
    sentences.push([texts.securityKey, 'mfa.enforceSecurityKey'])
    if (kind !== 'any') sentences.push([texts[kind], 'mfa.securityKeyKind'])
  } else {
    sentences.push([texts.anyFactor, 'mfa.enforceMfa'])
  }
  const days = mfa.graceDays
  const grace = days === 0 ? texts.atOnce : plainSentence(texts.grace, { days: inDays(visit, days) })
  return [...sentences, [grace, 'mfa.graceDays']]
}

function enforcement(visit: Visit, { effective }: PolicyInForce): readonly Sentence[] {
  const texts = visit.text(policyHoldTexts)
  const { blockCredentials, blockSshKeys } = effective.enforcement
  return [
    [blockCredentials ? texts.credentialsBlocked : texts.credentialsWork, 'enforcement.blockCredentials'],
    [blockSshKeys ? texts.sshKeysBlocked : texts.sshKeysWork, 'enforcement.blockSshKeys'],
  ]
}

function apiKeys(visit: Visit, levels: PolicyInForce): readonly Sentence[] {
  const texts = visit.text(policyHoldTexts)
  const { expiryChoice, allowedDays, defaultDays, maxPerUser } = levels.effective.apiKeys
  const most = maxPerUser === 0 ? texts.noApiKeys : plainSentence(texts.mostApiKeys, { n: maxPerUser })
  const room: Sentence = [most, 'apiKeys.maxPerUser']
  const days = { days: inDays(visit, defaultDays) }
  if (!expiryChoice) {
    const all = defaultDays === 'none' ? texts.apiKeysForEver : plainSentence(texts.allApiKeys, days)
    return [[all, 'apiKeys.expiryChoice', 'apiKeys.defaultDays'], room]
  }
  const choices = allowedDays.map((one) => inDays(visit, one))
  const usual = defaultDays === 'none' ? texts.usualForEver : plainSentence(texts.usualApiKey, days)
  const bound = asSet(levels, 'apiKeys.defaultDays', defaultDays) ? [] : ['apiKeys.allowedDays']
  return [
    [
      plainSentence(texts.choices, { choices: listed(visit, choices, 'disjunction') }),
      ...['apiKeys.expiryChoice', 'apiKeys.allowedDays'],
    ],
    [usual, 'apiKeys.defaultDays', ...bound],
    room,
  ]
}

function tokens(visit: Visit, levels: PolicyInForce): readonly Sentence[] {
  const texts = visit.text(policyHoldTexts)
  const { lifetimeChoice, maxHours, defaultHours } = levels.effective.tokens
  const hours = { hours: inHours(visit, defaultHours) }
  if (!lifetimeChoice) {
    return [[plainSentence(texts.allTokens, hours), 'tokens.lifetimeChoice', 'tokens.defaultHours']]
  }
  const bound = asSet(levels, 'tokens.defaultHours', defaultHours) ? [] : ['tokens.maxHours']
  return [
    [
      plainSentence(texts.upTo, { hours: inHours(visit, maxHours) }),
      ...['tokens.lifetimeChoice', 'tokens.maxHours'],
    ],
    [plainSentence(texts.usualToken, hours), 'tokens.defaultHours', ...bound],
  ]
}

function sshKeys(visit: Visit, { effective }: PolicyInForce): readonly Sentence[] {
  const texts = visit.text(policyHoldTexts)
  const { allowedTypes, minRsaBits, maxDays, permit } = effective.sshKeys
  const types = sshKeyTypes.every((type) => allowedTypes.includes(type))
    ? texts.everyType
    : plainSentence(texts.types, { types: listed(visit, allowedTypes, 'conjunction') })
  const names = visit.text(permitTexts)
  const may = permit.map((one) => names[one])
  const sentences: Sentence[] = [[types, 'sshKeys.allowedTypes']]
  if (allowedTypes.includes('ssh-rsa')) {
    sentences.push([plainSentence(texts.rsa, { n: minRsaBits }), 'sshKeys.minRsaBits'])
  }
  const end =
    maxDays === 'none' ? texts.sshForEver : plainSentence(texts.sshEnd, { days: inDays(visit, maxDays) })
  const what =
    may.length === 0
      ? texts.mayNothing
      : plainSentence(texts.may, { what: listed(visit, may, 'conjunction') })
  return [...sentences, [end, 'sshKeys.maxDays'], [what, 'sshKeys.permit']]
}

/** Whether a default holds as it was set, and not shortened to what the other level allows. */
function asSet({ platform, policy }: PolicyInForce, path: string, value: number | 'none'): boolean {
  return (
    value === (valueOf(platform, { path }) ?? valueOf(policy, { path }) ?? valueOf(defaultPolicy, { path }))
  )
}

function originsOf(levels: PolicyInForce, paths: readonly string[]): readonly PolicyOrigin[] {
  const found = new Set(paths.map((path) => originOf(levels, path)))
  const set = (['platform', 'here'] as const).filter((origin) => found.has(origin))
  return set.length > 0 ? set : ['default']
}

function originOf({ platform, policy }: PolicyInForce, path: string): PolicyOrigin {
  if (valueOf(platform, { path }) !== undefined) return 'platform'
  return valueOf(policy, { path }) === undefined ? 'default' : 'here'
}

function inDays(visit: Visit, days: number | 'none'): string {
  const texts = visit.text(adminPolicyTexts)
  if (days === 'none') return visit.text(policyHoldTexts).noEnd
  return days === 1 ? texts.oneDay : plainSentence(texts.days, { n: days })
}

function inHours(visit: Visit, hours: number): string {
  const texts = visit.text(adminPolicyTexts)
  return hours === 1 ? texts.oneHour : plainSentence(texts.hours, { n: hours })
}

function listed({ locale }: Visit, items: readonly string[], type: Intl.ListFormatType): string {
  return new Intl.ListFormat(locale, { type }).format(items)
}
