import type { ApiKeyOptions } from '../../credentials/api-key.js'
import { dayMs } from '../../time.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import type { SessionVisit } from '../visit/visit.js'
import type { Choice } from './field.js'
import { selectField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'
import { plainSentence } from './sentence.js'
import { day } from './time.js'

/** The field to choose in when a new API key ends, as the policy of its owner allows, or a sentence where that leaves no choice. */
export function expirationField(
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
