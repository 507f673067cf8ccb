import type { KeywardError } from '../errors.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { problemTexts } from './messages/problems.js'
import type { Visit } from './visit.js'

/** What was wrong with a form that was sent, in the visitor's words. */
export interface Problem {
  readonly code?: string
  /** `null` = it is only about fields. */
  readonly summary: string | null
  /** By field. */
  readonly fields: Readonly<Record<string, string>>
}

/** Conflicts that are about one field. */
const fieldOf: Readonly<Record<string, string>> = {
  name_taken: 'name',
  username_taken: 'username',
  key_in_use: 'publicKey',
  invalid_code: 'code',
}

/** Says it: by field where one is to blame. What a caller sent is not repeated. */
export function problemOf(error: KeywardError, visit: Pick<Visit, 'text'>): Problem {
  const texts = visit.text(problemTexts)
  const said = (code: string): string => texts[code] ?? texts.not_allowed ?? code
  const { code, errors } = error
  if (errors) {
    const fields = errors.map(({ field, code }) => [field, texts[`${field}.${code}`] ?? said(code)] as const)
    return { code, summary: null, fields: Object.fromEntries(fields) }
  }
  const field = fieldOf[code]
  if (field === undefined) return { code, summary: said(code), fields: {} }
  return { code, summary: null, fields: { [field]: said(code) } }
}

/** The summary above a form: links to each field that has to be mended. */
export function problemSummary(
  visit: Pick<Visit, 'text'>,
  problem: Problem | null,
  labels: Readonly<Record<string, string>>,
): Html | null {
  if (!problem) return null
  const texts = visit.text(problemTexts)
  const items = Object.entries(problem.fields).map(([field, message]) => {
    const label = labels[field]
    if (label === undefined) return html`<li>${message}</li>`
    return html`<li><a href="#${field}">${label}: ${message}</a></li>`
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
