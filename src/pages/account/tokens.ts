import { endingLists } from '../../credentials/own-list.js'
import type { Token } from '../../credentials/token.js'
import type { Services } from '../../http/services.js'
import { expiryValue } from '../elements/expiry.js'
import type { Fact } from '../elements/list/facts.js'
import { textField } from '../elements/field.js'
import type { Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { lastUseValue } from '../elements/last-use.js'
import { scopeFact, scopeField, scopeList, scopesIn } from '../elements/scopes.js'
import { sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { hoursIn, lifetimeField } from '../elements/token-lifetime.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import { tokenTexts } from '../messages/tokens.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'
import type { CredentialEntry } from '../credentials/kind-of-credential.js'

/** The owner's short-term tokens: the list, a form for another, and a page for each, where it is revoked. */
export const tokenSection = credentialSection<Token>({
  path: '/account/tokens',
  icon: 'token',
  // All tokens end soon, so that this tells none from another.
  lists: { ...endingLists, statuses: endingLists.statuses.filter((status) => status !== 'expiring') },
  texts: tokenTexts,
  serviceOf: ({ tokens }) => tokens,
  nameOf: (visit, { name }) => name ?? visit.text(tokenTexts).unnamed,
  columns: (visit) => {
    const { lastUsed, expires, created } = visit.text(credentialTexts)
    return [lastUsed, expires, created]
  },
  entryOf,
  factsOf,
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
    issue: async (services, { form, principal: { user, session } }, actor) => {
      const maker = { user, securityEpoch: session.row.securityEpoch }
      const { info, token } = await services.tokens.create(actor, maker, {
        name: form.text('name').trim() === '' ? undefined : form.text('name'),
        expiresInHours: hoursIn(form),
        scopes: scopesIn(form, services),
      })
      return { credential: info, secret: token }
    },
  },
  removal: { verb: 'revoke', level: 'session', done: 'token.deleted' },
})

function entryOf(services: Services, visit: SessionVisit, token: Token): CredentialEntry {
  const now = services.options.now()
  const { createdAt, expiresAt, lastUsedAt } = token
  const scopes = scopeFact(services, visit, token.scopes)
  return {
    aside: html`<p class="kw-aside"><code>${token.hint}</code></p>
      ${scopes && html`<p class="kw-aside">${scopes}</p>`}`,
    cells: [
      lastUseValue(visit, { at: lastUsedAt, now }),
      expiryValue(visit, { expiresAt, now, style: 'time' }),
      moment(visit.locale, createdAt, 'time'),
    ],
  }
}

function factsOf(services: Services, visit: SessionVisit, token: Token): readonly Fact[] {
  const now = services.options.now()
  const texts = visit.text(credentialTexts)
  const { hint, createdAt, expiresAt, lastUsedAt: at } = token
  return [
    { label: visit.text(tokenTexts).hint, value: html`<code>${hint}</code>` },
    { label: texts.created, value: moment(visit.locale, createdAt, 'time') },
    { label: texts.expires, value: expiryValue(visit, { expiresAt, now, style: 'time' }) },
    { label: texts.lastUsed, value: lastUseValue(visit, { at, now }) },
    { label: visit.text(controlTexts).scopes, value: scopeList(services, visit, token.scopes) },
  ]
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
    await lifetimeField(services, visit, { texts, problem }),
    scopeField(services, visit, problem),
  ]
}
