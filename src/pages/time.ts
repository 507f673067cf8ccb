import { rfc3339 } from '../credentials/lifetime.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Locale } from './language.js'

type Style = 'date' | 'time'

/** Making a formatter costs more than a page: one for each locale and style. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A moment as a page shows it; the browser writes it anew for its own time zone. */
export function moment(locale: Locale, at: string | number, style: Style = 'date'): Html {
  const iso = typeof at === 'number' ? rfc3339(at) : at
  return html`<time datetime="${iso}" data-style="${style}">${written(locale, iso, style)}</time>`
}

/** A day, as text: for options of a select, where no markup stands. */
export function day(locale: Locale, at: number): string {
  return written(locale, rfc3339(at), 'date')
}

function written(locale: Locale, iso: string, style: Style): string {
  const key = `${locale} ${style}`
  let formatter = formatters.get(key)
  if (!formatter) {
    const time = style === 'time' ? ({ timeStyle: 'short' } as const) : {}
    formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC', ...time })
    formatters.set(key, formatter)
  }
  return formatter.format(Date.parse(iso)) + (style === 'time' ? ' UTC' : '')
}
