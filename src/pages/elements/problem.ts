import type { KeywardError } from '../../errors.js'
import { lockTexts, problemTexts } from '../messages/problems.js'
import type { ByCode } from '../messages/language.js'
import { fieldName } from '../visit/field-name.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { clockTime } from './clock.js'
import { html } from './html.js'
import { plainSentence, sentence } from './sentence.js'

/** What was wrong with a form that was sent, in the visitor's language. */
export interface Problem {
  /** The code of the refusal. */
  readonly code?: string
  /** `null` where single fields are to blame, and nothing else. */
  readonly summary: Html | string | null
  /** What is wrong with each field, by the API's name for it. */
  readonly fields: Readonly<Record<string, string>>
}

/** The refusals without a list of fields that are about one field all the same, and which. */
const fieldOf: Readonly<Record<string, string>> = {
  name_taken: 'name',
  username_taken: 'username',
  key_in_use: 'publicKey',
  invalid_code: 'code',
}

/** Puts a refusal into words, field by field where fields are to blame. Nothing that was sent is repeated. */
export function problemOf(error: KeywardError, visit: Pick<Visit, 'text' | 'locale'>, now?: number): Problem {
  const texts = visit.text<ByCode>(problemTexts)
  const textFor = (code: string): string => texts[code] ?? texts.not_allowed ?? code
  const { code, errors } = error
  if (errors) {
    const fields = errors.map(({ field, code, limit }) => {
      const exact = limit === undefined ? undefined : texts[`${field}.${code}.limit`]
      const text = texts[`${field}.${code}`] ?? textFor(code)
      return [field, exact === undefined ? text : plainSentence(exact, { n: limit ?? '' })] as const
    })
    return { code, summary: null, fields: Object.fromEntries(fields) }
  }
  const field = fieldOf[code]
  const again = now === undefined ? null : tryAgain(error, visit, now)
  if (field === undefined) return { code, summary: again ?? textFor(code), fields: {} }
  return { code, summary: null, fields: { [field]: textFor(code) } }
}

/** Says from when on somebody may try again who tried too often; `null` for any other refusal. */
export function tryAgain(
  { code, headers }: KeywardError,
  { text, locale }: Pick<Visit, 'text' | 'locale'>,
  now: number,
): Html | null {
  const seconds = Number(headers['Retry-After'])
  if (code !== 'too_many_attempts' || !(seconds > 0)) return null
  return sentence(text(lockTexts).tryAgainAt, { time: clockTime(locale, now + seconds * 1000) })
}

/** The summary above a form, with a link to each field that has to be mended. */
export function problemSummary(
  visit: Pick<Visit, 'text'>,
  problem: Problem | null,
  labels: Readonly<Record<string, string>>,
): Html | null {
  if (!problem) return null
  const texts = visit.text<ByCode>(problemTexts)
  const items = Object.entries(problem.fields).map(([field, message]) => {
    const label = labels[field]
    if (label === undefined) return html`<li>${message}</li>`
    return html`<li><a href="#${fieldName(field)}">${label}: ${message}</a></li>`
  })
  return html`<div class="kw-banner kw-danger" role="alert" tabindex="-1" autofocus>
    <p>${problem.summary ?? texts.mend}</p>
    ${
      items.length > 0 &&
      html`<ul>
        ${items}
      </ul>`
    }
  </div>`
}
