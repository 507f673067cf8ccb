import { actorOf } from '../auth/client.js'
import type { ApiKey, ApiKeyOptions } from '../credentials/api-key.js'
import { dayMs } from '../credentials/lifetime.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import type { Services } from '../http/services.js'
import type { Page as Stored } from '../store/page.js'
import type { Confirmation } from './confirmation.js'
import { confirmationLink, confirmationPage, deletion } from './confirmation.js'
import type { Choice } from './field.js'
import { form, formButtons, selectField, textField } from './field.js'
import { daysIn } from './days.js'
import type { Html } from './html.js'
import { heldList } from './held-list.js'
import { html } from './html.js'
import { apiKeyTexts } from './messages/api-keys.js'
import { controlTexts } from './messages/controls.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import type { Row } from './rows.js'
import { emptyState, expiryFact, requestedPage } from './rows.js'
import { scopeFact, scopeField, scopesIn } from './scopes.js'
import { newBearerBanner } from './secret.js'
import type { Section } from './section.js'
import { plainSentence, sentence } from './sentence.js'
import { day, moment } from './time.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Owner = Visit<SessionPrincipal>

const path = '/account/api-keys'

/** The owner's API keys: the list, a form for another, deletion. */
export const apiKeySection: Section = {
  path,
  label: { en: apiKeyTexts.en.title, de: apiKeyTexts.de.title },
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'session',
      handler: async (visit) => listPage(services, visit, await list(services, visit)),
    }),
    get(`${path}/new`, { level: 'session', handler: (visit) => newPage(services, visit, null) }),
    post(path, {
      level: 'recent',
      once: path,
      again: (visit, problem) => newPage(services, visit, problem),
      handler: (visit) => create(services, visit),
    }),
    get(`${path}/:id/deletion`, {
      level: 'session',
      handler: async (visit) => {
        const key = await services.apiKeys.get(visit.principal.user, visit.param('id'))
        return confirmationPage(visit, deletionOf(visit, key))
      },
    }),
    post(`${path}/:id/deletion`, {
      level: 'session',
      handler: async (visit) => {
        const { user } = visit.principal
        await services.apiKeys.remove(actorOf(visit.client, user), user, visit.param('id'))
        return seeOther(withQuery(visit.url(path), { done: 'api_key.deleted' }))
      },
    }),
  ],
}

function list({ apiKeys }: Services, visit: Owner): Promise<Stored<ApiKey>> {
  return apiKeys.list(visit.principal.user, requestedPage(visit))
}

async function create(services: Services, visit: Owner): Promise<Page> {
  const { form } = visit
  const { user } = visit.principal
  // Read before, so that nothing can come between the key and the page that shows it.
  const { rows, more } = await list(services, visit)
  const { apiKey, key } = await services.apiKeys.create(actorOf(visit.client, user), user, {
    name: form.text('name'),
    expiresInDays: daysIn(form.text('expiresInDays')),
    scopes: scopesIn(form, services),
  })
  const { copyNow, keyLabel, tryIt } = visit.text(apiKeyTexts)
  const banner = newBearerBanner(services, visit, { copyNow, label: keyLabel, tryIt, secret: key.reveal() })
  return listPage(services, visit, { rows: [apiKey, ...rows], more }, banner)
}

function listPage(services: Services, visit: Owner, found: Stored<ApiKey>, banner: Html | null = null): Page {
  const texts = visit.text(apiKeyTexts)
  const { title, intro } = texts
  return heldList(visit, {
    ...{ path, title, intro, add: texts.add, found, banner },
    empty: emptyState(texts.empty, texts.emptyHint),
    rowOf: (held) => rowOf(services, visit, held),
    removalOf: (held) => deletionOf(visit, held),
  })
}

function rowOf(services: Services, visit: Owner, key: ApiKey): Row {
  const { locale } = visit
  const texts = visit.text(apiKeyTexts)
  const ends = {
    expires: texts.expires,
    soon: texts.expiresSoon,
    expired: texts.expired,
    never: texts.noExpiration,
  }
  const { lastUsedAt, expiresAt } = key
  return {
    name: html`<bdi>${key.name}</bdi>`,
    aside: html`<p class="kw-aside">
      <code>${key.hint}</code>${key.disabled && html` <span class="kw-label">${texts.disabled}</span>`}
    </p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, key.createdAt) }),
      lastUsedAt === null ? texts.neverUsed : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt) }),
      expiryFact(visit, { expiresAt, now: services.options.now() }, ends),
      scopeFact(services, visit, key.scopes),
    ],
    actions: confirmationLink(visit, deletionOf(visit, key), visit.text(controlTexts).delete),
  }
}

async function newPage(services: Services, visit: Owner, problem: Problem | null): Promise<Page> {
  const texts = visit.text(apiKeyTexts)
  const options = await services.apiKeys.options(visit.principal.user)
  const { form: sent } = visit
  return {
    title: texts.newTitle,
    section: path,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, { name: texts.name, expiresInDays: texts.expiration, scopes: visit.text(controlTexts).scopes })}
      ${form(visit, { action: visit.url(path) }, [
        textField({
          name: 'name',
          label: texts.name,
          hint: texts.nameHint,
          value: sent.text('name'),
          maxlength: 100,
          problem,
          autofocus: true,
        }),
        expirationField(services, visit, options, problem),
        scopeField(services, visit, problem),
        formButtons(texts.add, visit.url(path), visit.text(controlTexts).cancel),
      ])}`,
  }
}

function expirationField(
  services: Services,
  visit: Owner,
  options: ApiKeyOptions,
  problem: Problem | null,
): Html {
  const texts = visit.text(apiKeyTexts)
  const dateIn = (days: number): string => day(visit.locale, services.options.now() + days * dayMs)
  const { expiryChoice, allowedDays, defaultDays } = options
  if (!expiryChoice) {
    if (defaultDays === null) return html`<p>${texts.forcedNone}</p>`
    return html`<p>${plainSentence(texts.forcedDays, { n: defaultDays, date: dateIn(defaultDays) })}</p>`
  }
  const choices = allowedDays.map((days): Choice => {
    if (days === null) return { value: 'none', label: texts.noExpiration }
    return { value: String(days), label: plainSentence(texts.days, { n: days, date: dateIn(days) }) }
  })
  const value = visit.form.text('expiresInDays') || String(defaultDays ?? 'none')
  const field = { name: 'expiresInDays', label: texts.expiration, hint: texts.expirationHint, value, problem }
  return selectField(field, choices)
}

function deletionOf(visit: Owner, held: Pick<ApiKey, 'id' | 'name'>): Confirmation {
  return deletion(path, visit.text(apiKeyTexts), held)
}
