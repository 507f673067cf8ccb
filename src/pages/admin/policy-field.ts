import { policyRanges } from '../../input/policy.js'
import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { dayChoices, securityKeyKinds } from '../../policy/policy.js'
import { rsaBits, sshKeyTypes, sshPermits } from '../../policy/ssh-key.js'
import type { Form } from '../visit/form.js'

/** A value of a field, or of one entry of a list. */
export type PolicyValue = boolean | number | string

/** A field of a policy, and what a form asks for it with. */
export type PolicyField = {
  /** The group and the property, as `mfa.graceDays`. */
  readonly path: string
} & (
  | { readonly kind: 'flag' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'choice' | 'list'
      readonly values: readonly PolicyValue[]
      readonly unit?: 'days' | 'hours'
    }
)

const hours = Array.from({ length: 24 }, (_, i) => i + 1)

/** All fields, in the order in which they are shown. */
export const policyFields: readonly PolicyField[] = [
  { path: 'mfa.enforceMfa', kind: 'flag' },
  { path: 'mfa.enforceSecurityKey', kind: 'flag' },
  { path: 'mfa.graceDays', kind: 'number', ...policyRanges['mfa.graceDays'] },
  { path: 'mfa.securityKeyKind', kind: 'choice', values: securityKeyKinds },
  { path: 'enforcement.blockCredentials', kind: 'flag' },
  { path: 'enforcement.blockSshKeys', kind: 'flag' },
  { path: 'apiKeys.expiryChoice', kind: 'flag' },
  { path: 'apiKeys.allowedDays', kind: 'list', values: dayChoices, unit: 'days' },
  { path: 'apiKeys.defaultDays', kind: 'choice', values: dayChoices, unit: 'days' },
  { path: 'apiKeys.maxPerUser', kind: 'number', ...policyRanges['apiKeys.maxPerUser'] },
  { path: 'tokens.lifetimeChoice', kind: 'flag' },
  { path: 'tokens.maxHours', kind: 'choice', values: hours, unit: 'hours' },
  { path: 'tokens.defaultHours', kind: 'choice', values: hours, unit: 'hours' },
  { path: 'sshKeys.allowedTypes', kind: 'list', values: sshKeyTypes },
  { path: 'sshKeys.minRsaBits', kind: 'choice', values: [rsaBits.min, 3072, 4096, rsaBits.max] },
  { path: 'sshKeys.maxDays', kind: 'choice', values: [7, 30, 90, 180, 365, 730, 3650, 'none'], unit: 'days' },
  { path: 'sshKeys.permit', kind: 'list', values: sshPermits },
]

/** The group that a field belongs to. */
export function groupOf({ path }: PolicyField): string {
  return path.split('.')[0] ?? ''
}

/** All groups, in the order in which they are shown. */
export const policyGroups: readonly string[] = [...new Set(policyFields.map(groupOf))]

/** What a policy says of a field; `undefined` where it says nothing. */
export function valueOf(
  policy: StoredPolicy | Policy,
  { path }: Pick<PolicyField, 'path'>,
): PolicyValue | readonly PolicyValue[] | undefined {
  const [group = '', property = ''] = path.split('.')
  // The table of fields names what policies have.
  const groups = policy as Readonly<Record<string, Readonly<Record<string, PolicyValue>> | undefined>>
  return groups[group]?.[property]
}

/** The policy that a form describes, which nothing has checked yet. A field that the form leaves open is left out. */
export function policyIn(form: Form): object {
  const policy: Record<string, Record<string, unknown>> = {}
  for (const field of policyFields) {
    const value = valueIn(form, field)
    const [group = '', property = ''] = field.path.split('.')
    if (value !== undefined) policy[group] = { ...policy[group], [property]: value }
  }
  return policy
}

/** A value as the text of a form's field; '' where it is not set. */
export function textOf(value: ReturnType<typeof valueOf>): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return Array.isArray(value) ? 'some' : String(value)
}

function valueIn(form: Form, field: PolicyField): unknown {
  const text = form.text(field.path)
  if (text === '') return undefined
  switch (field.kind) {
    case 'flag':
      return text === 'on'
    case 'list':
      return field.values.filter((value) => form.has(`${field.path}:${String(value)}`))
    case 'choice':
    case 'number':
      return /^\d{1,9}$/.test(text) ? Number(text) : text
  }
}
