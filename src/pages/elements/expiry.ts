import { endingSoonMs } from '../../credentials/lifetime.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { credentialTexts } from '../messages/credentials.js'
import { sentence } from './sentence.js'
import { aheadValue, moment, momentAhead } from './time.js'

/** What is said of an end; `{date}` stands for it. */
interface ExpiryTexts {
  readonly expires: string
  readonly expiresSoon: string
  readonly expired: string
  readonly noExpiration: string
}

interface ExpiryTime {
  /** `null` = never. */
  readonly expiresAt: string | null
  readonly now: number
  readonly style?: 'date' | 'time'
  /** When it was made, where that is known: what was made to end soon is not worth a warning. */
  readonly madeAt?: string
}

/** When something ends: said louder the sooner it is. */
export function expiryFact({ locale }: Pick<Visit, 'locale'>, at: ExpiryTime, texts: ExpiryTexts): Html {
  const { expiresAt, now, style = 'date' } = at
  if (expiresAt === null) return html`<span class="kw-muted">${texts.noExpiration}</span>`
  const date = moment(locale, expiresAt, style)
  if (Date.parse(expiresAt) <= now)
    return html`<span class="kw-label kw-danger-label">${texts.expired}</span>`
  // What is told to the minute always ends soon, and is not worth a warning.
  if (style === 'date' && isSoon({ ...at, expiresAt }))
    return html`<span class="kw-label kw-attention-label">${sentence(texts.expiresSoon, { date })}</span>`
  return sentence(texts.expires, { date })
}

/** Whether something ends soon, or has ended, that was made to live for longer. */
export function isSoon({ expiresAt, now, madeAt }: ExpiryTime & { readonly expiresAt: string }): boolean {
  const end = Date.parse(expiresAt)
  if (end > now && madeAt !== undefined && end - Date.parse(madeAt) <= endingSoonMs) return false
  return end - now <= endingSoonMs
}

/** When something ends, under the name "Expires": the sooner it is, the louder. */
export function expiryValue(
  visit: Pick<Visit, 'locale' | 'text'>,
  { expiresAt, now, style = 'date', madeAt }: ExpiryTime,
): Html {
  const texts = visit.text(credentialTexts)
  if (expiresAt === null) return html`<span class="kw-muted">${texts.noExpiration}</span>`
  if (Date.parse(expiresAt) <= now) {
    return html`<span class="kw-label kw-danger-label">${texts.expired}</span>`
  }
  // What is told to the minute always ends soon, and is not worth a warning.
  if (style === 'time') return aheadValue(visit, expiresAt, now)
  if (!isSoon({ expiresAt, now, madeAt })) return moment(visit.locale, expiresAt)
  return html`<span class="kw-label kw-attention-label">${aheadValue(visit, expiresAt, now)}</span>`
}

/** The same in a sentence, for where nothing names it. */
export function expiryPhrase(
  visit: Pick<Visit, 'locale' | 'text'>,
  { expiresAt, now, madeAt }: Omit<ExpiryTime, 'style'>,
): Html {
  if (expiresAt === null || Date.parse(expiresAt) <= now) return expiryValue(visit, { expiresAt, now })
  const texts = visit.text(credentialTexts)
  if (!isSoon({ expiresAt, now, madeAt }))
    return sentence(texts.expiresOn, { date: moment(visit.locale, expiresAt) })
  const said = sentence(texts.expiresIn, { date: momentAhead(visit, expiresAt, now) })
  return html`<span class="kw-label kw-attention-label">${said}</span>`
}

/**
 * The days that a select for an expiration sends: `null` stands for no expiration, and `undefined` for nothing chosen, where the policy
 * decides. Text that is no number becomes 0, which no policy allows.
 */
export function daysIn(text: string): number | null | undefined {
  if (text === '') return undefined
  return text === 'none' ? null : Number(text) || 0
}
