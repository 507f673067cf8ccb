import { endingLists } from '../../credentials/own-list.js'
import type { Token } from '../../credentials/token.js'
import type { Services } from '../../http/services.js'
import { expiryFact } from '../elements/expiry.js'
import { selectField, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import type { Row } from '../elements/rows.js'
import { scopeFact, scopeField, scopesIn } from '../elements/scopes.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { controlTexts } from '../messages/controls.js'
import { tokenTexts } from '../messages/tokens.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'

/** The owner's short-term tokens: the list, a form for another, revocation. */
export const tokenSection = credentialSection<Token>({
  path: '/account/tokens',
  icon: 'token',
  lists: endingLists,
  texts: tokenTexts,
  serviceOf: ({ tokens }) => tokens,
  nameOf: (visit, { name }) => name ?? visit.text(tokenTexts).unnamed,
  rowOf,
  emptyHint: (visit) => visit.text(tokenTexts).emptyHint,
  creation: {
    formLevel: 'session',
    labels: (visit) => {
      const { name, lifetime } = visit.text(tokenTexts)
      return { name, expiresInHours: lifetime, scopes: visit.text(controlTexts).scopes }
    },
    fields: newTokenFields,
    purpose: 'token',
    keyOf: ({ name, scopes }) => ({ kind: 'token', name, scopes }),
    secretTexts: tokenTexts,
    facts: (services, visit, { expiresAt, scopes }) => [
      sentence(visit.text(tokenTexts).expires, { date: moment(visit.locale, expiresAt, 'time') }),
      scopeFact(services, visit, scopes),
    ],
    issue: async (services, { form, principal }, actor) => {
      const hours = form.text('expiresInHours')
      const { info, token } = await services.tokens.create(actor, principal.user, {
        name: form.text('name').trim() === '' ? undefined : form.text('name'),
        expiresInHours: hours === '' ? undefined : Number(hours) || 0,
        scopes: scopesIn(form, services),
      })
      return { credential: info, secret: token }
    },
  },
  removal: { verb: 'revoke', level: 'session', done: 'token.deleted' },
})

function rowOf(services: Services, visit: SessionVisit, token: Token): Pick<Row, 'aside' | 'facts'> {
  const { locale } = visit
  const texts = visit.text(tokenTexts)
  const { lastUsedAt, expiresAt } = token
  const at = { expiresAt, now: services.options.now(), style: 'time' } as const
  return {
    aside: html`<p class="kw-aside"><code>${token.hint}</code></p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, token.createdAt, 'time') }),
      lastUsedAt === null
        ? texts.neverUsed
        : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt, 'time') }),
      // Every token ends, and soon.
      expiryFact(visit, at, { ...texts, expiresSoon: texts.expires, noExpiration: '' }),
      scopeFact(services, visit, token.scopes),
    ],
  }
}

async function newTokenFields(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<readonly Value[]> {
  const texts = visit.text(tokenTexts)
  return [
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: visit.form.text('name'),
      maxlength: 100,
      optional: true,
      problem,
      autofocus: true,
    }),
    await lifetimeField(services, visit, problem),
    scopeField(services, visit, problem),
  ]
}

async function lifetimeField(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<Html> {
  const texts = visit.text(tokenTexts)
  const { lifetimeChoice, maxHours, defaultHours } = await services.tokens.options(visit.principal.user)
  if (!lifetimeChoice) {
    return html`<p>
      ${defaultHours === 1 ? texts.forcedHour : plainSentence(texts.forced, { n: defaultHours })}
    </p>`
  }
  const choices = Array.from({ length: maxHours }, (_, i) => ({
    value: String(i + 1),
    label: i === 0 ? texts.hour : plainSentence(texts.hours, { n: i + 1 }),
  }))
  const value = visit.form.text('expiresInHours') || String(defaultHours)
  return selectField({ name: 'expiresInHours', label: texts.lifetime, value, problem }, choices)
}
