import { apiKeyLists } from '../../credentials/own-list.js'
import type { Services } from '../../http/services.js'
import type { OwnedBy } from '../../identity.js'
import { limitedApiKeyChange, newLimitedApiKey } from '../../input/api-key.js'
import { expirationField } from '../elements/expiration-field.js'
import { daysIn, expiryPhrase, expiryValue } from '../elements/expiry.js'
import { html } from '../elements/html.js'
import { lastUseValue } from '../elements/last-use.js'
import { scopeFact, scopeField, scopesIn } from '../elements/scopes.js'
import { sentence } from '../elements/sentence.js'
import { readFields } from '../elements/text-list.js'
import { moment } from '../elements/time.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn } from '../visit/visit.js'
import type { ShownApiKey } from './api-key-facts.js'
import { apiKeyFacts } from './api-key-facts.js'
import { addressesIn, addressField } from './allowed-addresses.js'
import type { OtherHolder } from './holder.js'
import { holderKind, holderOf, idIn } from './holder.js'
import type {
  CredentialCreation,
  CredentialEditing,
  CredentialEntry,
  KindOfCredential,
} from './kind-of-credential.js'
import { nameField } from './name-field.js'

import { limitField, limitIn, limitLabels } from './request-limit.js'

/** Where the pages of API keys are, and whose they are. */
interface ApiKeyPlace {
  readonly path: string
  /** Somebody else's: whoever keeps them may limit their requests, which nobody may of their own. */
  readonly heldBy?: OtherHolder
  readonly further?: KindOfCredential<ShownApiKey>['further']
}

/** API keys: the form for another, and a page for each, where it is renamed, bound to addresses, disabled, renewed and deleted. */
export function apiKeyKind(place: ApiKeyPlace): KindOfCredential<ShownApiKey> {
  return Object.freeze({
    ...place,
    icon: 'key',
    lists: apiKeyLists,
    texts: apiKeyTexts,
    serviceOf: ({ apiKeys, detailedApiKeys }) => ({ ...apiKeys, ...detailedApiKeys }),
    nameOf: (_visit, { name }) => name,
    columns: (visit) => {
      const { lastUsed, expires, created } = visit.text(credentialTexts)
      return [lastUsed, expires, created]
    },
    entryOf: (services, visit, key) => entryOf(place, services, { visit, key }),
    factsOf: (services, visit, key) => apiKeyFacts({ ...services, holder: holderKind(place) }, visit, key),
    emptyHint: (visit) => visit.text(apiKeyTexts).emptyHint,
    creation: creationOf(place),
    editing: {
      title: (visit) => visit.text(apiKeyTexts).rename,
      labels: (visit) => ({ name: visit.text(apiKeyTexts).name }),
      fields: (visit, key, problem) => nameField(visit, apiKeyTexts, { name: key.name, problem }),
      done: 'api_key.updated',
      save: async (services, visit, actor) => {
        const name = visit.form.text('name')
        return services.apiKeys.update(actor, await keyIn(place, services, visit), { name })
      },
    },
    binding: bindingOf(place),
    pausing: {
      done: 'api_key.updated',
      texts: apiKeyTexts,
      change: async (services, visit, to) =>
        services.apiKeys.update(actorIn(visit), await keyIn(place, services, visit), to),
    },
    renewal: {
      texts: apiKeyTexts,
      renewedUntil: ({ renewedUntil }) => renewedUntil ?? null,
      renew: async (services, visit, overlapSeconds) => {
        const of = await keyIn(place, services, visit)
        const { apiKey, key } = await services.apiKeys.rotate(actorIn(visit), of, { overlapSeconds })
        return { credential: apiKey, secret: key }
      },
    },
    removal: { verb: 'delete', level: 'session', done: 'api_key.deleted' },
  } satisfies KindOfCredential<ShownApiKey>)
}

function creationOf(place: ApiKeyPlace): CredentialCreation<ShownApiKey> {
  const limited = place.heldBy !== undefined
  return {
    formLevel: 'session',
    labels: (visit) => {
      const { name, expiration, allowedAddresses } = visit.text(apiKeyTexts)
      const { scopes } = visit.text(controlTexts)
      return { name, expiresInDays: expiration, scopes, allowedAddresses, ...limitLabels(visit) }
    },
    fields: async (services, visit, problem) => {
      const options = await services.apiKeys.options(await holderOf(place, services, visit))
      return [
        nameField(visit, apiKeyTexts, { name: visit.form.text('name'), problem, autofocus: true }),
        expirationField(visit, { options, now: services.options.now() }, problem),
        scopeField({ ...services, holder: holderKind(place) }, visit, problem),
        addressField(visit, { addresses: [], problem }),
        limited && limitField(visit, { limit: null, problem }),
      ]
    },
    purpose: 'api_key',
    keyOf: ({ name, scopes }) => ({ kind: 'api-key', name, scopes }),
    secretTexts: apiKeyTexts,
    facts: (services, visit, { expiresAt, scopes, issuedAt, createdAt, formerUntil = null }) => [
      expiryPhrase(visit, { expiresAt, now: services.options.now(), madeAt: issuedAt ?? createdAt }),
      scopeFact({ ...services, holder: holderKind(place) }, visit, scopes),
      formerUntil !== null &&
        sentence(visit.text(apiKeyTexts).formerWorks, { date: moment(visit.locale, formerUntil, 'time') }),
    ],
    issue: async (services, visit, actor) => {
      const { form } = visit
      const asked = readFields(newLimitedApiKey, {
        name: form.text('name'),
        expiresInDays: daysIn(form.text('expiresInDays')),
        scopes: scopesIn(form, { ...services, holder: holderKind(place) }),
        allowedAddresses: addressesIn(form),
        ...(limited && { limit: limitIn(form) }),
      })
      const user = await holderOf(place, services, visit)
      const { apiKey, key } = await services.apiKeys.create(actor, { user }, asked)
      return { credential: apiKey, secret: key }
    },
  }
}

function bindingOf(place: ApiKeyPlace): CredentialEditing<ShownApiKey> {
  const limited = place.heldBy !== undefined
  return {
    title: (visit) => visit.text(apiKeyTexts)[limited ? 'boundTitle' : 'allowedAddressesTitle'],
    button: (visit) => visit.text(apiKeyTexts)[limited ? 'saveBounds' : 'saveAddresses'],
    labels: (visit) => ({
      allowedAddresses: visit.text(apiKeyTexts).allowedAddresses,
      ...limitLabels(visit),
    }),
    fields: (visit, { allowedAddresses: addresses, limit }, problem) => [
      addressField(visit, { addresses, problem }),
      limited && limitField(visit, { limit, problem }),
    ],
    done: 'api_key.updated',
    save: async (services, visit, actor) => {
      const { form } = visit
      const bounds = { allowedAddresses: addressesIn(form), ...(limited && { limit: limitIn(form) }) }
      const change = readFields(limitedApiKeyChange, bounds)
      return services.apiKeys.update(actor, await keyIn(place, services, visit), change)
    },
  }
}

/** The key that a path names. */
async function keyIn(place: ApiKeyPlace, services: Services, visit: SessionVisit): Promise<OwnedBy> {
  return { user: await holderOf(place, services, visit), id: idIn(place, visit) }
}

function entryOf(
  place: ApiKeyPlace,
  services: Services,
  { visit, key }: { readonly visit: SessionVisit; readonly key: ShownApiKey },
): CredentialEntry {
  const now = services.options.now()
  const { createdAt, lastUsedAt, expiresAt, disabled } = key
  const scopes = scopeFact({ ...services, holder: holderKind(place) }, visit, key.scopes)
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
