import { minuteMs, rfc3339 } from '../../time.js'
import type { Locale } from '../messages/language.js'
import type { Html } from './html.js'
import { html } from './html.js'

/** One for each locale, kept, since making a formatter costs more than making a page. */
const formatters = new Map<Locale, Intl.DateTimeFormat>()

/** A time of the day that is near, such as 15:07, never before the moment itself; in UTC, until a script writes it in the browser's zone. */
export function clockTime(locale: Locale, at: number): Html {
  const minute = Math.ceil(at / minuteMs) * minuteMs
  let formatter = formatters.get(locale)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' })
    formatters.set(locale, formatter)
  }
  return html`<time datetime="${rfc3339(minute)}" data-clock>${formatter.format(minute)} UTC</time>`
}
