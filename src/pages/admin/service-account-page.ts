import type { ServiceAccount } from '../../admin/service-accounts.js'
import type { Page as Stored } from '../../store/page.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import { form, formButtons, textArea, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { lastUse } from '../elements/last-use.js'
import type { Row } from '../elements/list/rows.js'
import { emptyState, factLine, pager, rowList } from '../elements/list/rows.js'
import type { PageContent } from '../elements/page.js'
import { panel } from '../elements/panel.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { adminServiceAccountTexts } from '../messages/admin/admin-service-accounts.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { Visit } from '../visit/visit.js'

/** The address of the list of service accounts. */
export const accountsPath = '/account/admin/service-accounts'

/** What can be done to a service account once it is confirmed, by the last segment of its address. */
export type AccountAction = 'disable' | 'enable' | 'deletion'

/** The page of one service account, as far as it is made by others. */
interface ShownAccount {
  readonly fields: Pick<ServiceAccount, 'name' | 'description'>
  readonly problem: Problem | null
  /** The secret of a key that was just made, say. */
  readonly banner: Value
  readonly keys: Value
  readonly now: number
}

/** The list of service accounts. */
export function listPage(visit: Visit, found: Stored<ServiceAccount>, now: number): PageContent {
  const texts = visit.text(adminServiceAccountTexts)
  return {
    title: texts.title,
    section: accountsPath,
    main: html`<div class="kw-heading">
        <h1>${texts.title}</h1>
        <a class="kw-button kw-primary" href="${visit.url(`${accountsPath}/new`)}">${texts.add}</a>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${rowList(
        found.rows.map((account) => rowOf(visit, account, now)),
        emptyState(texts.empty, texts.emptyHint),
      )}
      ${pager(visit, accountsPath, found)}`,
  }
}

/** The form for another service account. */
export function newPage(visit: Visit, problem: Problem | null): PageContent {
  const texts = visit.text(adminServiceAccountTexts)
  const { form: sent } = visit
  const fields = { name: sent.text('name'), description: sent.text('description') }
  return {
    title: texts.newTitle,
    section: accountsPath,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${form(visit, { action: visit.url(accountsPath) }, [
        accountFields(visit, fields, problem),
        textField({
          name: 'organizationId',
          label: texts.organizationId,
          hint: texts.organizationHint,
          value: sent.text('organizationId'),
          maxlength: 64,
          optional: true,
          problem,
        }),
        formButtons(texts.add, visit.url(accountsPath), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** The page of a service account: what is known of it, its keys, and what can be done with it. */
export function accountPage(
  visit: Visit,
  account: ServiceAccount,
  { fields, problem, banner, keys, now }: ShownAccount,
): PageContent {
  const texts = visit.text(adminServiceAccountTexts)
  const { id, name, description } = account
  return {
    title: name,
    section: accountsPath,
    main: html`${banner}
      <div class="kw-heading">
        <h1><bdi>${name}</bdi> ${disabledLabel(visit, account)}</h1>
        <a class="kw-button" href="${visit.url(accountsPath)}">${visit.text(credentialTexts).back}</a>
      </div>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${description !== null && html`<p>${description}</p>`} ${factLine(factsOf(visit, account, now))} ${keys}
      ${panel({
        title: texts.profile,
        hint: texts.profileHint,
        actions: null,
        content: form(visit, { action: visit.url(`${accountsPath}/${id}`) }, [
          accountFields(visit, fields, problem),
          html`<div class="kw-buttons">
            <button class="kw-button">${visit.text(controlTexts).save}</button>
          </div>`,
        ]),
      })}
      ${actionPanel(visit, account, account.disabled ? 'enable' : 'disable')}
      ${actionPanel(visit, account, 'deletion')}`,
  }
}

/** The question whether something is to be done to a service account. */
export function questionOf(
  visit: Visit,
  { id, name }: Pick<ServiceAccount, 'id' | 'name'>,
  action: AccountAction,
): Confirmation {
  const texts = visit.text(adminServiceAccountTexts)
  const says = {
    disable: { question: texts.disableTitle, consequence: texts.disableHint, button: texts.disable },
    enable: { question: texts.enableTitle, consequence: texts.enableHint, button: texts.enable },
    deletion: { question: texts.deleteTitle, consequence: texts.deleteHint, button: texts.delete },
  }
  const path = `${accountsPath}/${id}/${action}`
  return { ...says[action], id: action, path, name, harmless: action !== 'deletion', section: accountsPath }
}

function actionPanel(visit: Visit, account: ServiceAccount, action: AccountAction): Html {
  const question = questionOf(visit, account, action)
  const { button, consequence } = question
  return html`${panel({
    title: button,
    hint: consequence,
    actions: confirmationLink(visit, { ...question, name: '' }, button),
  })}
  ${confirmationDialog(visit, question)}`
}

function rowOf(visit: Visit, account: ServiceAccount, now: number): Row {
  const { id, name, description } = account
  const href = visit.url(`${accountsPath}/${id}`)
  return {
    name: html`<a href="${href}"><bdi>${name}</bdi></a> ${disabledLabel(visit, account)}`,
    aside: description !== null && html`<p class="kw-aside">${description}</p>`,
    facts: factsOf(visit, account, now),
  }
}

function disabledLabel(visit: Visit, { disabled }: ServiceAccount): Html | false {
  if (!disabled) return false
  return html`<span class="kw-label kw-danger-label">${visit.text(adminServiceAccountTexts).disabled}</span>`
}

function factsOf(visit: Visit, account: ServiceAccount, now: number): readonly Value[] {
  const { organizationId, keys, createdAt, lastUsedAt } = account
  const { ofPlatform, ofOrganization, noKeys, oneKey, someKeys, created } =
    visit.text(adminServiceAccountTexts)
  const held = keys === 1 ? oneKey : plainSentence(someKeys, { n: keys })
  return [
    organizationId === null ? ofPlatform : named(ofOrganization, organizationId),
    keys === 0 ? noKeys : held,
    lastUse(visit, { at: lastUsedAt, now }),
    sentence(created, { date: moment(visit.locale, createdAt) }),
  ]
}

function accountFields(
  visit: Visit,
  { name, description }: ShownAccount['fields'],
  problem: Problem | null,
): readonly Html[] {
  const texts = visit.text(adminServiceAccountTexts)
  return [
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: name,
      maxlength: 100,
      problem,
    }),
    textArea({
      name: 'description',
      label: texts.description,
      value: description ?? '',
      maxlength: 500,
      rows: 3,
      optional: true,
      problem,
    }),
  ]
}

function labelsOf(visit: Visit): Readonly<Record<string, string>> {
  const { name, description, organizationId } = visit.text(adminServiceAccountTexts)
  return { name, description, organizationId }
}
