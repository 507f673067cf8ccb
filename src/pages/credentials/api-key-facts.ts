import type { DetailedApiKey } from '../../credentials/detailed-api-key.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import { expiryValue } from '../elements/expiry.js'
import { html } from '../elements/html.js'
import { lastUseValue } from '../elements/last-use.js'
import type { Fact } from '../elements/list/facts.js'
import type { ScopeSource } from '../elements/scopes.js'
import { scopeList } from '../elements/scopes.js'
import { sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { SessionVisit } from '../visit/visit.js'
import { addressFact } from './allowed-addresses.js'
import { limitFact } from './request-limit.js'

/** A key as its pages show it; one that was just made, where its secret is shown at once, comes without its details. */
export type ShownApiKey = ApiKey & Partial<DetailedApiKey>

/** What the own page of a key says of it. */
export function apiKeyFacts(source: ScopeSource, visit: SessionVisit, key: ShownApiKey): readonly Fact[] {
  const now = source.options.now()
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
    { label: visit.text(controlTexts).scopes, value: scopeList(source, visit, key.scopes) },
    { label: allowedAddressesTitle, value: addressFact(visit, key) },
    { label: limit, value: limitFact(visit, key) },
  ]
}
