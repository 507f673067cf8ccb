import type { DetailedApiKey } from '../../credentials/detailed-api-key.js'
import { apiKeyLists } from '../../credentials/own-list.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { Secret } from '../../crypto/secret.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import { codeExamples, variableOf } from '../elements/code-examples.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import { expiryPhrase } from '../elements/expiry.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { lastUse } from '../elements/last-use.js'
import type { Row } from '../elements/list/rows.js'
import { requestedList, rowList } from '../elements/list/rows.js'
import { panel } from '../elements/panel.js'
import { scopeFact } from '../elements/scopes.js'
import { newMark, secretCard, wasShown } from '../elements/secret-card.js'
import { sentence } from '../elements/sentence.js'
import { askedSecret } from '../elements/shown-once.js'
import { moment } from '../elements/time.js'
import { adminServiceAccountTexts } from '../messages/admin/admin-service-accounts.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { accountsPath } from './service-account-page.js'

/** What can be done to a key once it is confirmed, by the last segment of its address. */
export type KeyAction = 'disabling' | 'enabling' | 'deletion'

/** As many keys as a page of the list can have, which is more than an account can. */
const most = 100

/** The keys of a service account, with what can be done to each, newest first. */
export async function keyPanel(services: Services, visit: SessionVisit, owner: User): Promise<Html> {
  const texts = visit.text(adminServiceAccountTexts)
  const request = { ...requestedList(visit, apiKeyLists), limit: most }
  const { rows } = await services.detailedApiKeys.list(owner, request)
  return html`${panel({
    id: 'api-keys',
    title: texts.keys,
    hint: texts.keysHint,
    actions: html`<a class="kw-button kw-primary" href="${visit.url(`${keysPath(owner.id)}/new`)}"
      >${texts.addKey}</a
    >`,
    content: rowList(
      rows.map((key) => rowOf(services, visit, { owner, key })),
      html`<p class="kw-hint">${texts.emptyKeys}</p>`,
    ),
  })}
  ${rows.map((key) => [
    confirmationDialog(visit, keyQuestion(visit, { owner, key }, pauseOf(key))),
    confirmationDialog(visit, keyQuestion(visit, { owner, key }, 'deletion')),
  ])}`
}

/** What stands over the page whose address asks for a key's secret: the card that shows it or, from then on, that it was shown. */
export async function shownKey(services: Services, visit: SessionVisit, owner: User): Promise<Html | null> {
  const made = visit.query('made')
  if (made === '') return null
  // The keys are listed already: this one is read before its secret is used up.
  const { rows } = await services.apiKeys.list(owner, { ...requestedList(visit, apiKeyLists), limit: most })
  const key = rows.find(({ id }) => id === made)
  const asked = key && (await askedSecret(services, visit, 'api_key'))
  if (!key || !asked) return null
  if (!asked.secret) return wasShown(visit, 'api_key', key.name)
  return keyCard(services, visit, { owner, key, secret: asked.secret })
}

/** The card that shows the secret of a key. */
export function keyCard(
  services: Services,
  visit: Visit,
  { owner, key, secret }: { readonly owner: User; readonly key: ApiKey; readonly secret: Secret },
): Html {
  const { copyNow, secretLabel } = visit.text(apiKeyTexts)
  const { name, scopes, expiresAt, createdAt } = key
  const variable = variableOf(services, visit, 'api-key')
  const value = secret.reveal()
  const now = services.options.now()
  return secretCard(visit, {
    name,
    facts: [
      expiryPhrase(visit, { expiresAt, now, madeAt: createdAt }),
      scopeFact({ ...services, holder: owner }, visit, scopes),
    ],
    copyNow,
    label: secretLabel,
    value,
    variable,
    use: codeExamples(services, visit, { kind: 'api-key', name, scopes, secret: value, variable }),
    done: visit.url(`${accountsPath}/${owner.id}`),
  })
}

/** With what the addresses of a service account's keys begin. */
export function keysPath(accountId: string): string {
  return `${accountsPath}/${accountId}/api-keys`
}

/** The question whether something is to be done to a key. */
export function keyQuestion(
  visit: Visit,
  { owner, key }: { readonly owner: User; readonly key: Pick<ApiKey, 'id' | 'name'> },
  action: KeyAction,
): Confirmation {
  const texts = visit.text(apiKeyTexts)
  const says = {
    disabling: {
      question: texts.disableTitle,
      consequence: texts.disableText,
      button: texts.disableButton,
    },
    enabling: { question: texts.enableTitle, consequence: texts.enableText, button: texts.enableButton },
    deletion: { question: texts.removeTitle, consequence: texts.removeText, button: texts.removeButton },
  }
  return {
    ...says[action],
    id: `${action}-${key.id}`,
    path: `${keysPath(owner.id)}/${key.id}/${action}`,
    name: key.name,
    harmless: action !== 'deletion',
    section: `${accountsPath}/${owner.id}`,
  }
}

function pauseOf({ disabled }: Pick<ApiKey, 'disabled'>): KeyAction {
  return disabled ? 'enabling' : 'disabling'
}

function rowOf(
  services: Services,
  visit: Visit,
  { owner, key }: { readonly owner: User; readonly key: DetailedApiKey },
): Row {
  const { id, name, hint, disabled, expiresAt, lastUsedAt, lastUsedIp, issuedAt, formerUntil } = key
  const now = services.options.now()
  const texts = visit.text(apiKeyTexts)
  const pause = pauseOf(key)
  const ask = (action: KeyAction, label: string) =>
    confirmationLink(visit, keyQuestion(visit, { owner, key }, action), label)
  return {
    name: html`<bdi>${name}</bdi>${newMark(visit, id)}
      ${disabled && html`<span class="kw-label">${visit.text(credentialTexts).disabled}</span>`}`,
    aside: html`<p class="kw-aside">
      <code>${hint}</code> ${scopeFact({ ...services, holder: owner }, visit, key.scopes)}
    </p>`,
    facts: [
      expiryPhrase(visit, { expiresAt, now, madeAt: issuedAt }),
      lastUse(visit, { at: lastUsedAt, ip: lastUsedIp, now }),
      formerUntil !== null &&
        sentence(texts.formerWorks, { date: moment(visit.locale, formerUntil, 'time') }),
    ],
    actions: html`<a class="kw-button kw-small" href="${visit.url(`${keysPath(owner.id)}/${id}/renewal`)}"
        >${texts.renew}<span class="kw-hidden"> <bdi>${name}</bdi></span></a
      >
      ${ask(pause, disabled ? texts.enable : texts.disable)}
      ${ask('deletion', visit.text(controlTexts).delete)}`,
  }
}
