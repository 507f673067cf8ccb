import type { DetailedApiKey } from '../../credentials/detailed-api-key.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import { expirationField } from '../elements/expiration-field.js'
import { form, formButtons, selectField, textField } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { scopeField } from '../elements/scopes.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { adminServiceAccountTexts } from '../messages/admin/admin-service-accounts.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { accountsPath } from './service-account-page.js'
import { keyCard, keysPath } from './service-key-list.js'

/** The form for another key of a service account. */
export async function newKeyPage(
  services: Services,
  visit: SessionVisit,
  asked: { readonly owner: User; readonly problem: Problem | null },
): Promise<PageContent> {
  const { owner, problem } = asked
  const texts = visit.text(apiKeyTexts)
  const { scopes, cancel } = visit.text(controlTexts)
  const { newKeyTitle } = visit.text(adminServiceAccountTexts)
  const options = await services.apiKeys.options(owner)
  return {
    title: plainSentence(newKeyTitle, { name: owner.username }),
    section: accountsPath,
    main: html`<h1>${named(newKeyTitle, owner.username)}</h1>
      ${problemSummary(visit, problem, { name: texts.name, expiresInDays: texts.expiration, scopes })}
      ${form(visit, { action: visit.url(keysPath(owner.id)) }, [
        textField({
          name: 'name',
          label: texts.name,
          hint: texts.nameHint,
          value: visit.form.text('name'),
          maxlength: 100,
          problem,
          autofocus: true,
        }),
        expirationField(visit, { options, now: services.options.now() }, problem),
        scopeField({ ...services, holder: owner }, visit, problem),
        formButtons(texts.create, visit.url(`${accountsPath}/${owner.id}`), cancel),
      ])}`,
  }
}

/** The form that renews a key, which asks how long the old secret lives on. */
export function renewalPage(visit: Visit, owner: User, key: DetailedApiKey): PageContent {
  const texts = visit.text(apiKeyTexts)
  const { id, name, renewedUntil } = key
  const overlaps = [
    { value: '0', label: texts.overlapNone },
    { value: '3600', label: texts.overlapHour },
    { value: '86400', label: texts.overlapDay },
    { value: '604800', label: texts.overlapWeek },
  ]
  const field = { name: 'overlapSeconds', label: texts.overlap, hint: texts.overlapHint, value: '0' }
  return {
    title: plainSentence(texts.renewTitle, { name }),
    section: accountsPath,
    main: html`<h1>${named(texts.renewTitle, name)}</h1>
      <p>${texts.renewText}</p>
      ${renewedUntil !== null && html`<p>${sentence(texts.renewedUntil, { date: moment(visit.locale, renewedUntil) })}</p>`}
      ${form(visit, { action: visit.url(`${keysPath(owner.id)}/${id}/renewal`) }, [
        selectField(field, overlaps),
        formButtons(
          texts.renewButton,
          visit.url(`${accountsPath}/${owner.id}`),
          visit.text(controlTexts).cancel,
        ),
      ])}`,
  }
}

/** The page that shows a secret at once, where it cannot wait for the page of the account. */
export function issuedPage(
  services: Services,
  visit: SessionVisit,
  issued: Parameters<typeof keyCard>[2],
): PageContent {
  const { username } = issued.owner
  return {
    title: username,
    section: accountsPath,
    main: html`<h1><bdi>${username}</bdi></h1>
      ${keyCard(services, visit, issued)}`,
  }
}
