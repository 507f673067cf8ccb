import { KeywardError } from '../../../errors.js'
import { controlTexts } from '../../messages/controls.js'
import { fieldName } from '../../visit/field-name.js'
import type { Visit } from '../../visit/visit.js'
import type { Html, Value } from '../html.js'
import { html } from '../html.js'

interface DateField {
  readonly name: string
  readonly label: string
  /** As `2026-01-15`; '' where no day is chosen. */
  readonly value: string
}

/** A form that narrows a list. It changes nothing, and so needs no token. */
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

/** A field to choose a day. */
export function dateField({ name, label, value }: DateField): Html {
  return html`<div class="kw-field">
    <label for="${fieldName(name)}">${label}</label>
    <input class="kw-input" id="${fieldName(name)}" name="${fieldName(name)}" type="date" value="${value}" />
  </div>`
}

/** The beginning in UTC, in epoch ms, of the day that the query names; `undefined` where it names none. Text that is no day is a 422. */
export function dayIn(visit: Visit, name: string): number | undefined {
  const text = visit.query(name)
  if (text === '') return undefined
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  if (Number.isNaN(at)) throw new KeywardError('invalid_input')
  return at
}

/** The parameters that narrow a list, for the links to its other pages. */
export function keptOf(visit: Visit, names: readonly string[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(names.map((name) => [name, visit.query(name) || null]))
}
