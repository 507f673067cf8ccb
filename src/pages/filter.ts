import { KeywardError } from '../errors.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import type { Visit } from './visit.js'

/** A form that asks for a part of a list: it changes nothing, so it has no token. */
export function filterForm(visit: Visit, path: string, fields: Value): Html {
  const { filter, clear } = visit.text(controlTexts)
  return html`<form class="kw-filter" method="get" action="${visit.url(path)}">
    ${fields}
    <div class="kw-buttons">
      <button class="kw-button">${filter}</button>
      <a class="kw-button" href="${visit.url(path)}">${clear}</a>
    </div>
  </form>`
}

/** A day to choose. */
export function dateField({ name, label, value }: { name: string; label: string; value: string }): Html {
  return html`<div class="kw-field">
    <label for="${name}">${label}</label>
    <input class="kw-input" id="${name}" name="${name}" type="date" value="${value}" />
  </div>`
}

/** The day that a query asks for, at its beginning in UTC, epoch ms; `undefined` = none, else 422. */
export function dayIn(visit: Visit, name: string): number | undefined {
  const text = visit.query(name)
  if (text === '') return undefined
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  if (Number.isNaN(at)) throw new KeywardError('invalid_input')
  return at
}

/** What a list is filtered by, for the links to its other pages. */
export function keptOf(visit: Visit, names: readonly string[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(names.map((name) => [name, visit.query(name) || null]))
}
