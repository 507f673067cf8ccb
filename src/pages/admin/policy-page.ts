import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { checkField, form, hiddenField, selectField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { policyFieldTexts, policyGroupTexts, policyLimitTexts } from '../messages/admin/policy-terms.js'
import { controlTexts } from '../messages/controls.js'
import type { ByCode } from '../messages/language.js'
import type { Visit } from '../visit/visit.js'
import type { PolicyField, PolicyValue } from './policy-field.js'
import { groupOf, policyFields, policyGroups, textOf, valueOf } from './policy-field.js'
import { editPath, inWords, labelOf, policiesPath, policyUrl, titleOf } from './policy-words.js'

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
  /** The group to show; '' = all of them. */
  readonly part: string
  readonly problem: Problem | null
}

/** The form for one level's policy, or for a part of it: what the others set is sent along unseen. */
export function policyPage(visit: Visit, shown: ShownPolicy): PageContent {
  const texts = visit.text(adminPolicyTexts)
  const { organization, version, problem } = shown
  const { cancel } = visit.text(controlTexts)
  const groups = groupsOf(shown)
  return {
    title: texts.editTitle,
    section: policiesPath,
    main: html`<h1>${texts.editTitle}</h1>
      <p class="kw-intro">${titleOf(visit, organization)}</p>
      <p class="kw-hint">${organization === '' ? texts.states : texts.statesHere}</p>
      ${problemSummary(visit, problem, visit.text(policyFieldTexts))}
      ${form(visit, { action: visit.url(editPath) }, [
        hiddenField('version', String(version)),
        hiddenField('organization', organization),
        hiddenField('part', shown.part),
        policyFields
          .filter((field) => !groups.includes(groupOf(field)))
          .map((field) => alongside(shown, field)),
        groups.map((group) => groupFields(visit, shown, group)),
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary" name="step" value="review">${texts.review}</button>
          <a class="kw-button" href="${policyUrl(visit, organization)}">${cancel}</a>
        </div>`,
      ])}`,
  }
}

/** The groups to show: the one that was asked for, unless there is something to mend in another. */
function groupsOf({ part, problem }: ShownPolicy): readonly string[] {
  const wrong = policyFields.filter(({ path }) => problem?.fields[path] !== undefined).map(groupOf)
  const one = policyGroups.includes(part) && wrong.every((group) => group === part)
  return one ? [part] : policyGroups
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
function setByPlatform(visit: Visit, shown: ShownPolicy, field: PolicyField): Html {
  return html`<div class="kw-field">
    <p><strong>${labelOf(visit, field)}</strong></p>
    <p>
      ${inWords(visit, field, valueOf(shown.platform, field))}
      <span class="kw-label">${visit.text(adminPolicyTexts).byPlatform}</span>
    </p>
    ${alongside(shown, field)}
  </div>`
}

/** Sends what is set of a field along unseen. */
function alongside({ policy }: Pick<ShownPolicy, 'policy'>, field: PolicyField): Html {
  const value = valueOf(policy, field)
  return html`${value !== undefined && hiddenField(field.path, textOf(value))}
  ${Array.isArray(value) && (value as readonly PolicyValue[]).map((one) => hiddenField(`${field.path}:${String(one)}`, 'on'))}`
}

function control(visit: Visit, { policy, effective, problem }: ShownPolicy, field: PolicyField): Html {
  const texts = visit.text(adminPolicyTexts)
  const value = valueOf(policy, field)
  const inForce = sentence(texts.inForce, { value: inWords(visit, field, valueOf(effective, field)) })
  const hint = html`${limitOf(visit, field)} ${inForce}`
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

/** What may be set, where the choices alone do not say so. */
function limitOf(visit: Visit, field: PolicyField): string | undefined {
  if (field.kind === 'number') {
    return plainSentence(visit.text(adminPolicyTexts).range, { min: field.min, max: field.max })
  }
  return visit.text<ByCode>(policyLimitTexts)[field.path]
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
