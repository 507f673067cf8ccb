import type { PolicyImpact } from '../../admin/policy-impact.js'
import { withQuery } from '../../auth/with-query.js'
import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { checkField, form, hiddenField, selectField, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { permitTexts } from '../messages/admin-grants.js'
import {
  adminPolicyTexts,
  policyFieldTexts,
  policyGroupTexts,
  policyValueTexts,
} from '../messages/admin-policies.js'
import { controlTexts } from '../messages/controls.js'
import type { ByCode } from '../messages/language.js'
import type { Visit } from '../visit/visit.js'
import type { PolicyField, PolicyValue } from './policy-field.js'
import { groupOf, policyFields, textOf, valueOf } from './policy-field.js'

/** The address of the policies. */
export const policiesPath = '/account/admin/policies'

/** A policy that is shown in a form, and what its fields are shown with. */
interface ShownPolicy {
  /** '' where it is the platform's. */
  readonly organization: string
  readonly policy: StoredPolicy
  /** What is in force on this level. */
  readonly effective: Policy
  /** The platform's policy, whose fields an organisation cannot set; empty where it is itself the one that is shown. */
  readonly platform: StoredPolicy
  readonly version: number
  readonly problem: Problem | null
}

/** The form for one level's policy. */
export function policyPage(visit: Visit, shown: ShownPolicy): PageContent {
  const texts = visit.text(adminPolicyTexts)
  const { organization, version, problem } = shown
  const groups = [...new Set(policyFields.map(groupOf))]
  return {
    title: texts.title,
    section: policiesPath,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${organizationForm(visit, organization)}
      <h2>${titleOf(visit, organization)}</h2>
      ${problemSummary(visit, problem, visit.text(policyFieldTexts))}
      ${form(visit, { action: visit.url(policiesPath) }, [
        hiddenField('version', String(version)),
        hiddenField('organization', organization),
        groups.map((group) => groupFields(visit, shown, group)),
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary" name="step" value="review">${texts.review}</button>
        </div>`,
      ])}`,
  }
}

/** What the policy that was sent would put an end to. The form goes along, to be saved or changed. */
export function reviewPage(visit: Visit, organization: string, impact: PolicyImpact): PageContent {
  const texts = visit.text(adminPolicyTexts)
  const { cancel } = visit.text(controlTexts)
  const repeated = visit.form.names().filter((name) => name !== 'form-token' && name !== 'step')
  const lost = (['users', 'apiKeys', 'tokens', 'sshKeys'] as const).filter((what) => impact[what] > 0)
  const back = withQuery(visit.url(policiesPath), { organization: organization || null })
  return {
    title: texts.reviewTitle,
    section: policiesPath,
    main: html`<h1>${texts.reviewTitle}</h1>
      <p class="kw-intro">${titleOf(visit, organization)}</p>
      ${lost.length === 0 && html`<p class="kw-banner kw-success">${texts.nothingEnds}</p>`}
      ${
        lost.length > 0 &&
        html`<div class="kw-banner kw-attention">
          <p>${texts.would}</p>
          <ul>
            ${lost.map((what) => html`<li>${plainSentence(texts[what], { n: impact[what] })}</li>`)}
          </ul>
        </div>`
      }
      ${form(visit, { action: visit.url(policiesPath) }, [
        repeated.map((name) => hiddenField(name, visit.form.text(name))),
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary" name="step" value="save">${texts.save}</button>
          <button class="kw-button" name="step" value="edit">${texts.back}</button>
          <a class="kw-button" href="${back}">${cancel}</a>
        </div>`,
      ])}`,
  }
}

function titleOf(visit: Visit, organization: string): Value {
  const texts = visit.text(adminPolicyTexts)
  return organization === '' ? texts.platform : named(texts.organization, organization)
}

function organizationForm(visit: Visit, organization: string): Html {
  const texts = visit.text(adminPolicyTexts)
  return html`<form class="kw-filter" method="get" action="${visit.url(policiesPath)}">
    ${textField({
      name: 'organization',
      label: texts.search,
      value: organization,
      maxlength: 64,
      optional: true,
    })}
    <div class="kw-buttons"><button class="kw-button">${texts.open}</button></div>
  </form>`
}

function groupFields(visit: Visit, shown: ShownPolicy, group: string): Html {
  const fields = policyFields.filter((field) => groupOf(field) === group)
  return html`<fieldset class="kw-set">
    <legend>${visit.text<ByCode>(policyGroupTexts)[group]}</legend>
    ${fields.map((field) =>
      valueOf(shown.platform, field) === undefined
        ? control(visit, shown, field)
        : setByPlatform(visit, shown, field),
    )}
  </fieldset>`
}

/** A field that the platform sets. What the organisation had set is sent along, and holds again once the platform leaves the field open. */
function setByPlatform(visit: Visit, { platform, policy }: ShownPolicy, field: PolicyField): Html {
  const value = valueOf(policy, field)
  return html`<div class="kw-field">
    <p><strong>${labelOf(visit, field)}</strong></p>
    <p>
      ${inWords(visit, field, valueOf(platform, field))}
      <span class="kw-label">${visit.text(adminPolicyTexts).byPlatform}</span>
    </p>
    ${value !== undefined && hiddenField(field.path, textOf(value))}
    ${Array.isArray(value) && (value as readonly PolicyValue[]).map((one) => hiddenField(`${field.path}:${String(one)}`, 'on'))}
  </div>`
}

function control(visit: Visit, { policy, effective, problem }: ShownPolicy, field: PolicyField): Html {
  const texts = visit.text(adminPolicyTexts)
  const value = valueOf(policy, field)
  const hint = sentence(texts.inForce, { value: inWords(visit, field, valueOf(effective, field)) })
  const common = { name: field.path, label: labelOf(visit, field), value: textOf(value), hint, problem }
  const notSet = { value: '', label: texts.notSet }
  switch (field.kind) {
    case 'number':
      return textField({ ...common, numeric: true, maxlength: 4, optional: true })
    case 'flag':
      return selectField(common, [
        notSet,
        { value: 'on', label: texts.on },
        { value: 'off', label: texts.off },
      ])
    case 'choice':
      return selectField(common, [notSet, ...choicesOf(visit, field, value)])
    case 'list':
      return html`<div>
        ${selectField(common, [notSet, { value: 'some', label: texts.some }])}
        <div class="kw-scope-list">
          ${field.values.map((one) =>
            checkField(
              { name: `${field.path}:${String(one)}`, label: inWords(visit, field, one) },
              Array.isArray(value) && value.includes(one) ? 'checked' : 'unchecked',
            ),
          )}
        </div>
      </div>`
  }
}

/** The choices for a field, with the stored value among them even if it was set by other means and is not one of the usual ones. */
function choicesOf(
  visit: Visit,
  field: PolicyField & { readonly kind: 'choice' | 'list' },
  value: ReturnType<typeof valueOf>,
) {
  const other =
    value === undefined || typeof value === 'object' || field.values.includes(value) ? [] : [value]
  return [...field.values, ...other].map((one) => ({ value: String(one), label: inWords(visit, field, one) }))
}

function labelOf(visit: Visit, { path }: PolicyField): string {
  return visit.text<ByCode>(policyFieldTexts)[path] ?? path
}

/** A value in words. */
function inWords(visit: Visit, field: PolicyField, value: ReturnType<typeof valueOf>): string {
  const texts = visit.text(adminPolicyTexts)
  if (value === undefined) return texts.notSet
  if (typeof value === 'boolean') return value ? texts.on : texts.off
  if (typeof value === 'object') {
    return value.length === 0 ? texts.nothing : value.map((one) => inWords(visit, field, one)).join(', ')
  }
  if (value === 'none') return texts.none
  const unit = 'unit' in field ? field.unit : undefined
  if (unit === 'hours' && value === 1) return texts.oneHour
  if (unit !== undefined) return plainSentence(texts[unit], { n: value })
  const names: Readonly<Record<string, string>> = {
    ...visit.text(permitTexts),
    ...visit.text(policyValueTexts),
  }
  return names[String(value)] ?? String(value)
}
