import type { ApiKey, ApiKeyOptions } from '../../credentials/api-key.js'
import { apiKeyLists } from '../../credentials/own-list.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { daysIn, expiryFact } from '../elements/expiry.js'
import type { Choice } from '../elements/field.js'
import { selectField, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import type { Row } from '../elements/rows.js'
import { scopeFact, scopeField, scopesIn } from '../elements/scopes.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { day, moment } from '../elements/time.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'

/** The owner's API keys: the list, a form for another, deletion. */
export const apiKeySection = credentialSection<ApiKey>({
  path: '/account/api-keys',
  icon: 'key',
  lists: apiKeyLists,
  texts: apiKeyTexts,
  serviceOf: ({ apiKeys }) => apiKeys,
  nameOf: (_visit, { name }) => name,
  rowOf,
  emptyHint: (visit) => visit.text(apiKeyTexts).emptyHint,
  creation: {
    formLevel: 'session',
    labels: (visit) => {
      const { name, expiration } = visit.text(apiKeyTexts)
      return { name, expiresInDays: expiration, scopes: visit.text(controlTexts).scopes }
    },
    fields: newKeyFields,
    purpose: 'api_key',
    keyOf: ({ name, scopes }) => ({ kind: 'api-key', name, scopes }),
    secretTexts: apiKeyTexts,
    facts: (services, visit, { expiresAt, scopes }) => [
      expiryFact(visit, { expiresAt, now: services.options.now() }, visit.text(apiKeyTexts)),
      scopeFact(services, visit, scopes),
    ],
    issue: async (services, { form, principal }, actor) => {
      const { apiKey, key } = await services.apiKeys.create(actor, principal.user, {
        name: form.text('name'),
        expiresInDays: daysIn(form.text('expiresInDays')),
        scopes: scopesIn(form, services),
      })
      return { credential: apiKey, secret: key }
    },
  },
  removal: { verb: 'delete', level: 'session', done: 'api_key.deleted' },
})

function rowOf(services: Services, visit: SessionVisit, key: ApiKey): Pick<Row, 'aside' | 'facts'> {
  const { locale } = visit
  const texts = visit.text(apiKeyTexts)
  const { lastUsedAt, expiresAt } = key
  return {
    aside: html`<p class="kw-aside">
      <code>${key.hint}</code>${key.disabled && html` <span class="kw-label">${texts.disabled}</span>`}
    </p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, key.createdAt) }),
      lastUsedAt === null ? texts.neverUsed : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt) }),
      expiryFact(visit, { expiresAt, now: services.options.now() }, texts),
      scopeFact(services, visit, key.scopes),
    ],
  }
}

async function newKeyFields(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<readonly Value[]> {
  const texts = visit.text(apiKeyTexts)
  const options = await services.apiKeys.options(visit.principal.user)
  return [
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
    scopeField(services, visit, problem),
  ]
}

function expirationField(
  visit: SessionVisit,
  { options, now }: { readonly options: ApiKeyOptions; readonly now: number },
  problem: Problem | null,
): Html {
  const texts = visit.text(apiKeyTexts)
  const { expiryChoice, allowedDays, defaultDays } = options
  const inDays = (n: number) => ({ n, date: day(visit.locale, now + n * dayMs) })
  if (!expiryChoice) {
    if (defaultDays === null) return html`<p>${texts.forcedNone}</p>`
    return html`<p>${plainSentence(texts.forcedDays, inDays(defaultDays))}</p>`
  }
  const choices = allowedDays.map((days): Choice => {
    if (days === null) return { value: 'none', label: texts.noExpiration }
    return { value: String(days), label: plainSentence(texts.days, inDays(days)) }
  })
  const value = visit.form.text('expiresInDays') || String(defaultDays ?? 'none')
  const field = { name: 'expiresInDays', label: texts.expiration, hint: texts.expirationHint, value, problem }
  return selectField(field, choices)
}
