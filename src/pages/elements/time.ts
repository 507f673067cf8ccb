import { rfc3339 } from '../../time.js'
import type { Locale } from '../messages/language.js'
import type { Html } from './html.js'
import { html } from './html.js'

type Style = 'date' | 'time'

/** One for each locale and style, kept, since making a formatter costs more than making a page. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A moment, in UTC; a script writes it anew in the browser's time zone. */
export function moment(locale: Locale, at: string | number, style: Style = 'date'): Html {
  const iso = typeof at === 'number' ? rfc3339(at) : at
  return html`<time datetime="${iso}" data-style="${style}">${inWords(locale, iso, style)}</time>`
}

/** A day as plain text, for the options of a select, in which no markup may stand. */
export function day(locale: Locale, at: number): string {
  return inWords(locale, rfc3339(at), 'date')
}

function inWords(locale: Locale, iso: string, style: Style): string {
  const key = `${locale} ${style}`
  let formatter = formatters.get(key)
  if (!formatter) {
    const time = style === 'time' ? ({ timeStyle: 'short' } as const) : {}
    formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC', ...time })
    formatters.set(key, formatter)
  }
  return formatter.format(Date.parse(iso)) + (style === 'time' ? ' UTC' : '')
}
