import type { ApiKey } from '../../credentials/shown-api-key.js'
import { textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { plainSentence } from '../elements/sentence.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import type { Form } from '../visit/form.js'
import type { SessionVisit, Visit } from '../visit/visit.js'

const fields = ['limit.requests', 'limit.perSeconds'] as const

/** What forms call the two fields of a limit, for the summary of what is wrong with them. */
export function limitLabels(visit: Visit): Readonly<Record<(typeof fields)[number], string>> {
  const { limitRequests, limitSeconds } = visit.text(apiKeyTexts)
  return { 'limit.requests': limitRequests, 'limit.perSeconds': limitSeconds }
}

/** The fields for how many requests a key may make in how many seconds; both are empty where it may make any number. */
export function limitField(
  visit: Visit,
  { limit, problem }: { readonly limit: ApiKey['limit']; readonly problem: Problem | null },
): Html {
  const texts = visit.text(apiKeyTexts)
  const stored = { 'limit.requests': limit?.requests, 'limit.perSeconds': limit?.perSeconds }
  const labels = limitLabels(visit)
  return html`<fieldset class="kw-field" aria-describedby="limit-hint">
    <legend>${texts.limit}</legend>
    <div class="kw-pair">
      ${fields.map((name) =>
        textField({
          name,
          label: labels[name],
          value: problem ? visit.form.text(name) : String(stored[name] ?? ''),
          numeric: true,
          optional: true,
          maxlength: 9,
          problem,
        }),
      )}
    </div>
    <p class="kw-hint" id="limit-hint">${texts.limitHint}</p>
  </fieldset>`
}

/** The limit that a form sets, to be read by its schema; `null` = none. */
export function limitIn(form: Form): unknown {
  const [requests, perSeconds] = fields.map((name) => numberIn(form.text(name)))
  if (requests === undefined && perSeconds === undefined) return null
  return { requests, perSeconds }
}

/** How many requests a key may make; `null` = any number. */
export function limitFact(visit: SessionVisit, { limit }: Pick<ApiKey, 'limit'>): Value {
  if (limit === null) return null
  return plainSentence(visit.text(apiKeyTexts).limitOf, {
    requests: limit.requests,
    seconds: limit.perSeconds,
  })
}

/** `undefined` = nothing was typed. What is no number is kept, so that its schema refuses it. */
function numberIn(text: string): number | string | undefined {
  const typed = text.trim()
  if (typed === '') return undefined
  return /^\d+$/.test(typed) ? Number(typed) : typed
}
