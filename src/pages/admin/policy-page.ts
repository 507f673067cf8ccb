import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { checkField, form, hiddenField, selectField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { adminPolicyTexts, policyFieldTexts, policyGroupTexts } from '../messages/admin-policies.js'
import type { ByCode } from '../messages/language.js'
import type { Visit } from '../visit/visit.js'
import type { PolicyField, PolicyValue } from './policy-field.js'
import { groupOf, policyFields, textOf, valueOf } from './policy-field.js'
import { inWords, labelOf, policiesPath, titleOf } from './policy-words.js'

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
    case 'number': {
      const range = html`${plainSentence(texts.range, { min: field.min, max: field.max })} ${hint}`
      return textField({ ...common, hint: range, numeric: true, maxlength: 4, optional: true })
    }
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
