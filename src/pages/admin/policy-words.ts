import { withQuery } from '../../auth/with-query.js'
import type { Value } from '../elements/html.js'
import { named, plainSentence } from '../elements/sentence.js'
import { permitTexts } from '../messages/admin/admin-grants.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { policyFieldTexts, policyValueTexts } from '../messages/admin/policy-terms.js'
import type { ByCode } from '../messages/language.js'
import type { Problem } from '../elements/problem.js'
import type { Visit } from '../visit/visit.js'
import type { PolicyField, valueOf } from './policy-field.js'
import { policyFields } from './policy-field.js'

/** The address of the policies. */
export const policiesPath = '/account/admin/policies'

/** The address of the form for a policy. */
export const editPath = `${policiesPath}/edit`

/** Where one sees what holds; '' = on the platform. */
export function policyUrl(visit: Visit, organization: string): string {
  return withQuery(visit.url(policiesPath), { organization: organization || null })
}

/** Where one changes a policy, or one group of it. */
export function editUrl(
  visit: Visit,
  { organization, part }: { readonly organization: string; readonly part: string | null },
): string {
  return withQuery(visit.url(editPath), { organization: organization || null, part })
}

/** Whose policy it is, as plain text; '' = the platform's. */
export function nameOf(visit: Visit, organization: string): string {
  const texts = visit.text(adminPolicyTexts)
  return organization === '' ? texts.platform : plainSentence(texts.organization, { name: organization })
}

/** Whose policy it is; '' = the platform's. */
export function titleOf(visit: Visit, organization: string): Value {
  const texts = visit.text(adminPolicyTexts)
  return organization === '' ? texts.platform : named(texts.organization, organization)
}

/** What a field is called. */
export function labelOf(visit: Visit, { path }: PolicyField): string {
  return visit.text<ByCode>(policyFieldTexts)[path] ?? path
}

/** A problem with the form of a policy: numbers that cannot be accepted say which can. */
export function withRanges(visit: Visit, problem: Problem): Problem {
  const { wholeNumber } = visit.text(adminPolicyTexts)
  const numbers = policyFields.flatMap((field) =>
    field.kind === 'number' && problem.fields[field.path] !== undefined
      ? [[field.path, plainSentence(wholeNumber, { min: field.min, max: field.max })] as const]
      : [],
  )
  return { ...problem, fields: { ...problem.fields, ...Object.fromEntries(numbers) } }
}

/** A value in words. */
export function inWords(visit: Visit, field: PolicyField, value: ReturnType<typeof valueOf>): string {
  const texts = visit.text(adminPolicyTexts)
  if (value === undefined) return texts.notSet
  if (typeof value === 'boolean') return value ? texts.on : texts.off
  if (typeof value === 'object') {
    return value.length === 0 ? texts.nothing : value.map((one) => inWords(visit, field, one)).join(', ')
  }
  if (value === 'none') return texts.none
  const unit = 'unit' in field ? field.unit : undefined
  if (unit !== undefined && value === 1) return unit === 'hours' ? texts.oneHour : texts.oneDay
  if (unit !== undefined) return plainSentence(texts[unit], { n: value })
  const names: Readonly<Record<string, string>> = {
    ...visit.text(permitTexts),
    ...visit.text(policyValueTexts),
  }
  return names[String(value)] ?? String(value)
}
