import type { PolicyDryRun, PolicyView, TouchedUsers } from '../../admin/policies.js'
import type { Policy, StoredPolicy } from '../../policy/policy.js'
import { form, hiddenField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { plainSentence } from '../elements/sentence.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import type { PolicyField } from './policy-field.js'
import { policyFields, valueOf } from './policy-field.js'
import { editPath, inWords, labelOf, policiesPath, policyUrl, titleOf } from './policy-words.js'

/** Where one sets up a second factor. */
const twoStepPath = '/account/two-step'

/** A change of a policy before it is made. */
interface ReviewedPolicy {
  /** '' where it is the platform's. */
  readonly organization: string
  /** The policy as it is stored, and what is in force with it. */
  readonly before: PolicyView
  readonly dryRun: PolicyDryRun
}

/** What changes in a field. */
interface FieldChange {
  readonly field: PolicyField
  readonly from: ReturnType<typeof valueOf>
  readonly to: ReturnType<typeof valueOf>
}

/** What the policy that was sent would change and put an end to, and whom that touches. The form goes along, to be saved or changed. */
export function reviewPage(visit: Visit, { organization, before, dryRun }: ReviewedPolicy): PageContent {
  const texts = visit.text(adminPolicyTexts)
  const { cancel } = visit.text(controlTexts)
  const repeated = visit.form.names().filter((name) => name !== 'form-token' && name !== 'step')
  const changed = changesOf(before.policy, dryRun.policy)
  const isSaved = changed.length > 0 && dryRun.refusal === null
  return {
    title: texts.reviewTitle,
    section: policiesPath,
    main: html`<h1>${texts.reviewTitle}</h1>
      <p class="kw-intro">${titleOf(visit, organization)}</p>
      ${changed.length === 0 ? html`<p>${texts.nothingChanges}</p>` : consequences(visit, { before, dryRun }, changed)}
      ${form(visit, { action: visit.url(editPath) }, [
        repeated.map((name) => hiddenField(name, visit.form.text(name))),
        html`<div class="kw-buttons">
          ${isSaved && html`<button class="kw-button kw-primary" name="step" value="save">${texts.save}</button>`}
          <button class="kw-button" name="step" value="edit">${texts.back}</button>
          <a class="kw-button" href="${policyUrl(visit, organization)}">${cancel}</a>
        </div>`,
      ])}`,
  }
}

function changesOf(before: StoredPolicy | Policy, after: StoredPolicy | Policy): readonly FieldChange[] {
  return policyFields
    .map((field) => ({ field, from: valueOf(before, field), to: valueOf(after, field) }))
    .filter(({ from, to }) => !isSame(from, to))
}

function isSame(a: FieldChange['from'], b: FieldChange['from']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function consequences(
  visit: Visit,
  { before, dryRun }: Pick<ReviewedPolicy, 'before' | 'dryRun'>,
  changed: readonly FieldChange[],
): Html {
  const texts = visit.text(adminPolicyTexts)
  // What is said above of a field is enough where that is what then holds.
  const following = changesOf(before.effective, dryRun.effective).filter(
    ({ field, to }) => !changed.some((own) => own.field === field && isSame(own.to, to)),
  )
  return html`${refused(visit, dryRun)}
    <h2>${texts.youSet}</h2>
    ${changeList(visit, changed)}
    ${
      following.length > 0 &&
      html`<h2>${texts.follows}</h2>
        ${changeList(visit, following)}`
    }
    ${ends(visit, dryRun)}`
}

function refused(visit: Visit, { refusal }: PolicyDryRun): Html | null {
  if (refusal === null) return null
  const texts = visit.text(adminPolicyTexts)
  const link = html`<p><a href="${visit.url(twoStepPath)}">${texts.setUp}</a></p>`
  return html`<div class="kw-banner kw-danger">
    <p>${texts.refused}</p>
    ${visit.theme.shows(twoStepPath) && link}
  </div>`
}

function changeList(visit: Visit, changes: readonly FieldChange[]): Html {
  return html`<dl class="kw-changes">
    ${changes.map(
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

/** What would end at once, earlier than it would have, or after the days of grace, and whom that touches. */
function ends(visit: Visit, { impact, touched, shortened, asked }: PolicyDryRun): Html {
  const texts = visit.text(adminPolicyTexts)
  const effects = [
    effect(visit, { said: texts.would, touched }, [
      [texts.users, impact.users],
      [texts.apiKeys, impact.apiKeys],
      [texts.tokens, impact.tokens],
      [texts.sshKeys, impact.sshKeys],
    ]),
    effect(visit, { said: texts.shortened, touched: shortened.touched }, [
      [texts.shorterApiKeys, shortened.apiKeys],
      [texts.shorterTokens, shortened.tokens],
      [texts.shorterSshKeys, shortened.sshKeys],
    ]),
    effect(visit, { said: texts.later, touched: asked }, [[texts.asked, asked.total]]),
  ].filter((one) => one !== null)
  if (effects.length === 0) return html`<p class="kw-banner kw-success">${texts.nothingEnds}</p>`
  return html`<div class="kw-banner kw-attention">${effects}</div>`
}

function effect(
  visit: Visit,
  { said, touched }: { readonly said: string; readonly touched: TouchedUsers },
  counts: readonly (readonly [text: string, n: number])[],
): Html | null {
  const some = counts.filter(([, n]) => n > 0)
  if (some.length === 0) return null
  return html`<p>${said}</p>
    <ul>
      ${some.map(([text, n]) => html`<li>${plainSentence(text, { n })}</li>`)}
    </ul>
    <p>${visit.text(adminPolicyTexts).touched} ${namesOf(visit, touched)}</p>`
}
function namesOf(visit: Visit, { total, usernames }: TouchedUsers): Html {
  const more = total - usernames.length
  return html`${usernames.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}${
    more > 0 && html` ${plainSentence(visit.text(adminPolicyTexts).more, { n: more })}`
  }`
}
