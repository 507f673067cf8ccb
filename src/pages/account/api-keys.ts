import type { DetailedApiKey } from '../../credentials/detailed-api-key.js'
import { apiKeyLists } from '../../credentials/own-list.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { Services } from '../../http/services.js'
import type { OwnedBy } from '../../identity.js'
import { apiKeyChange, newApiKey } from '../../input/api-key.js'
import { expirationField } from '../elements/expiration-field.js'
import { daysIn, expiryPhrase, expiryValue } from '../elements/expiry.js'
import type { Fact } from '../elements/list/facts.js'
import type { Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { lastUseValue } from '../elements/last-use.js'
import { scopeFact, scopeField, scopeList, scopesIn } from '../elements/scopes.js'
import { sentence } from '../elements/sentence.js'
import { readFields } from '../elements/text-list.js'
import { moment } from '../elements/time.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn } from '../visit/visit.js'
import { addressFact, addressesIn, addressField, limitFact } from './allowed-addresses.js'
import { credentialSection } from './credential-section.js'
import type { CredentialEntry } from './kind-of-credential.js'
import { nameField } from './name-field.js'

/** A key as its pages show it; one that was just made, where its secret is shown at once, comes without its details. */
type ShownApiKey = ApiKey & Partial<DetailedApiKey>

/** The owner's API keys: the list, a form for another, and a page for each, where it is renamed, disabled, renewed and deleted. */
export const apiKeySection = credentialSection<ShownApiKey>({
  path: '/account/api-keys',
  icon: 'key',
  lists: apiKeyLists,
  texts: apiKeyTexts,
  serviceOf: ({ apiKeys, detailedApiKeys }) => ({ ...apiKeys, ...detailedApiKeys }),
  nameOf: (_visit, { name }) => name,
  columns: (visit) => {
    const { lastUsed, expires, created } = visit.text(credentialTexts)
    return [lastUsed, expires, created]
  },
  entryOf,
  factsOf,
  emptyHint: (visit) => visit.text(apiKeyTexts).emptyHint,
  further: (visit) =>
    visit.theme.shows('/account/tokens') &&
    html`<a class="kw-button" href="${visit.url('/account/tokens/new')}"
      >${visit.text(apiKeyTexts).generateToken}</a
    >`,
  creation: {
    formLevel: 'session',
    labels: (visit) => {
      const { name, expiration, allowedAddresses } = visit.text(apiKeyTexts)
      const { scopes } = visit.text(controlTexts)
      return { name, expiresInDays: expiration, scopes, allowedAddresses }
    },
    fields: newKeyFields,
    purpose: 'api_key',
    keyOf: ({ name, scopes }) => ({ kind: 'api-key', name, scopes }),
    secretTexts: apiKeyTexts,
    facts: (services, visit, { expiresAt, scopes, issuedAt, createdAt, formerUntil = null }) => [
      expiryPhrase(visit, { expiresAt, now: services.options.now(), madeAt: issuedAt ?? createdAt }),
      scopeFact(services, visit, scopes),
      formerUntil !== null &&
        sentence(visit.text(apiKeyTexts).formerWorks, { date: moment(visit.locale, formerUntil, 'time') }),
    ],
    issue: async (services, { form, principal }, actor) => {
      const asked = readFields(newApiKey, {
        name: form.text('name'),
        expiresInDays: daysIn(form.text('expiresInDays')),
        scopes: scopesIn(form, services),
        allowedAddresses: addressesIn(form),
      })
      const { apiKey, key } = await services.apiKeys.create(actor, principal.user, asked)
      return { credential: apiKey, secret: key }
    },
  },
  editing: {
    title: (visit) => visit.text(apiKeyTexts).rename,
    labels: (visit) => ({ name: visit.text(apiKeyTexts).name }),
    fields: (visit, key, problem) => nameField(visit, apiKeyTexts, { name: key.name, problem }),
    done: 'api_key.updated',
    save: ({ apiKeys }, visit, actor) =>
      apiKeys.update(actor, ownedBy(visit), { name: visit.form.text('name') }),
  },
  binding: {
    title: (visit) => visit.text(apiKeyTexts).allowedAddressesTitle,
    button: (visit) => visit.text(apiKeyTexts).saveAddresses,
    labels: (visit) => ({ allowedAddresses: visit.text(apiKeyTexts).allowedAddresses }),
    fields: (visit, { allowedAddresses: addresses }, problem) => addressField(visit, { addresses, problem }),
    done: 'api_key.updated',
    save: ({ apiKeys }, visit, actor) => {
      const change = readFields(apiKeyChange, { allowedAddresses: addressesIn(visit.form) })
      return apiKeys.update(actor, ownedBy(visit), change)
    },
  },
  pausing: {
    done: 'api_key.updated',
    texts: apiKeyTexts,
    change: ({ apiKeys }, visit, to) => apiKeys.update(actorIn(visit), ownedBy(visit), to),
  },
  renewal: {
    texts: apiKeyTexts,
    renewedUntil: ({ renewedUntil }) => renewedUntil ?? null,
    renew: async ({ apiKeys }, visit, overlapSeconds) => {
      const { apiKey, key } = await apiKeys.rotate(actorIn(visit), ownedBy(visit), { overlapSeconds })
      return { credential: apiKey, secret: key }
    },
  },
  removal: { verb: 'delete', level: 'session', done: 'api_key.deleted' },
})

function ownedBy({ principal, param }: SessionVisit): OwnedBy {
  return { user: principal.user, id: param('id') }
}

function entryOf(services: Services, visit: SessionVisit, key: ShownApiKey): CredentialEntry {
  const now = services.options.now()
  const { createdAt, lastUsedAt, expiresAt, disabled } = key
  const scopes = scopeFact(services, visit, key.scopes)
  return {
    aside: html`<p class="kw-aside">
        <code>${key.hint}</code
        >${disabled && html` <span class="kw-label">${visit.text(credentialTexts).disabled}</span>`}
      </p>
      ${scopes && html`<p class="kw-aside">${scopes}</p>`}`,
    cells: [
      lastUseValue(visit, { at: lastUsedAt, now }),
      expiryValue(visit, { expiresAt, now, madeAt: key.issuedAt ?? createdAt }),
      moment(visit.locale, createdAt),
    ],
  }
}

function factsOf(services: Services, visit: SessionVisit, key: ShownApiKey): readonly Fact[] {
  const now = services.options.now()
  const texts = visit.text(credentialTexts)
  const { hint, createdAt, expiresAt, lastUsedAt: at, lastUsedIp: ip, formerUntil = null } = key
  const {
    hint: keyLabel,
    former,
    formerUntil: worksUntil,
    allowedAddressesTitle,
    limit,
  } = visit.text(apiKeyTexts)
  return [
    { label: keyLabel, value: html`<code>${hint}</code>` },
    { label: texts.created, value: moment(visit.locale, createdAt, 'time') },
    {
      label: texts.expires,
      value: expiryValue(visit, { expiresAt, now, madeAt: key.issuedAt ?? createdAt }),
    },
    {
      label: former,
      value: formerUntil && sentence(worksUntil, { date: moment(visit.locale, formerUntil, 'time') }),
    },
    { label: texts.lastUsed, value: lastUseValue(visit, { at, ip, now }) },
    { label: visit.text(controlTexts).scopes, value: scopeList(services, visit, key.scopes) },
    { label: allowedAddressesTitle, value: addressFact(visit, key) },
    { label: limit, value: limitFact(visit, key) },
  ]
}

async function newKeyFields(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<readonly Value[]> {
  const options = await services.apiKeys.options(visit.principal.user)
  return [
    nameField(visit, apiKeyTexts, { name: visit.form.text('name'), problem, autofocus: true }),
    expirationField(visit, { options, now: services.options.now() }, problem),
    scopeField(services, visit, problem),
    addressField(visit, { addresses: [], problem }),
  ]
}
