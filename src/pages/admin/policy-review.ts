import type { PolicyDryRun, TouchedUsers } from '../../admin/policies.js'
import type { StoredPolicy } from '../../policy/policy.js'
import { form, hiddenField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { plainSentence } from '../elements/sentence.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import { policyFields, valueOf } from './policy-field.js'
import { editPath, inWords, labelOf, policiesPath, policyUrl, titleOf } from './policy-words.js'

/** A change of a policy before it is made. */
interface ReviewedPolicy {
  /** '' where it is the platform's. */
  readonly organization: string
  /** The policy as it is stored. */
  readonly stored: StoredPolicy
  readonly dryRun: PolicyDryRun
}

/** What the policy that was sent would change and put an end to, and whom that touches. The form goes along, to be saved or changed. */
export function reviewPage(visit: Visit, { organization, stored, dryRun }: ReviewedPolicy): PageContent {
  const texts = visit.text(adminPolicyTexts)
  const { cancel } = visit.text(controlTexts)
  const repeated = visit.form.names().filter((name) => name !== 'form-token' && name !== 'step')
  const back = policyUrl(visit, organization)
  return {
    title: texts.reviewTitle,
    section: policiesPath,
    main: html`<h1>${texts.reviewTitle}</h1>
      <p class="kw-intro">${titleOf(visit, organization)}</p>
      ${changes(visit, stored, dryRun.policy)} ${ends(visit, dryRun)}
      ${form(visit, { action: visit.url(editPath) }, [
        repeated.map((name) => hiddenField(name, visit.form.text(name))),
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary" name="step" value="save">${texts.save}</button>
          <button class="kw-button" name="step" value="edit">${texts.back}</button>
          <a class="kw-button" href="${back}">${cancel}</a>
        </div>`,
      ])}`,
  }
}

function changes(visit: Visit, before: StoredPolicy, after: StoredPolicy): Html {
  const texts = visit.text(adminPolicyTexts)
  const changed = policyFields
    .map((field) => ({ field, from: valueOf(before, field), to: valueOf(after, field) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
  if (changed.length === 0) return html`<p>${texts.nothingChanges}</p>`
  return html`<dl class="kw-changes">
    ${changed.map(
      ({ field, from, to }) =>
        html`<div>
          <dt>${labelOf(visit, field)}</dt>
          <dd>
            <del>${inWords(visit, field, from)}</del> <span aria-hidden="true">→</span>
            <ins>${inWords(visit, field, to)}</ins>
          </dd>
        </div>`,
    )}
  </dl>`
}

function ends(visit: Visit, { impact, touched }: PolicyDryRun): Html {
  const texts = visit.text(adminPolicyTexts)
  const lost = (['users', 'apiKeys', 'tokens', 'sshKeys'] as const).filter((what) => impact[what] > 0)
  if (lost.length === 0) return html`<p class="kw-banner kw-success">${texts.nothingEnds}</p>`
  return html`<div class="kw-banner kw-attention">
    <p>${texts.would}</p>
    <ul>
      ${lost.map((what) => html`<li>${plainSentence(texts[what], { n: impact[what] })}</li>`)}
    </ul>
    <p>${texts.touched} ${namesOf(visit, touched)}</p>
  </div>`
}

function namesOf(visit: Visit, { total, usernames }: TouchedUsers): Html {
  const more = total - usernames.length
  return html`${usernames.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}${
    more > 0 && html` ${plainSentence(visit.text(adminPolicyTexts).more, { n: more })}`
  }`
}
