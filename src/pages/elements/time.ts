import { dayMs, rfc3339 } from '../../time.js'
import type { Locale } from '../messages/language.js'
import { timeTexts } from '../messages/time.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { plainSentence } from './sentence.js'

type Style = 'date' | 'time'

/** Whoever looks at a time, as far as writing it takes. */
type Reader = Pick<Visit, 'locale' | 'text'>

/** One for each locale and style, kept, since making a formatter costs more than making a page. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A moment, in UTC; a script writes it anew in the browser's time zone. */
export function moment(locale: Locale, at: string | number, style: Style = 'date'): Html {
  const iso = typeof at === 'number' ? rfc3339(at) : at
  return html`<time datetime="${iso}" data-style="${style}" title="${inWords(locale, iso, 'time')}"
    >${inWords(locale, iso, style)}</time
  >`
}

/**
 * A moment that has passed: "3 minutes ago", and "on 15 Jan 2026" once it was more than a month ago. A script says so, and keeps saying it;
 * without one it is the time in UTC: "on 15 Jan 2026, 12:00 UTC". It brings its preposition along: "Last used {time}".
 */
export function momentAgo(reader: Reader, at: string | number, now: number): Html {
  return relative(reader, { at, now, direction: 'ago', form: reader.text(timeTexts).on })
}

/** A moment that is to come: "in 12 days", and "on 15 Jan 2026" if it is more than a month away. What holds of `momentAgo` holds of it. */
export function momentAhead(reader: Reader, at: string | number, now: number): Html {
  return relative(reader, { at, now, direction: 'ahead', form: reader.text(timeTexts).on })
}

/** A moment that has passed, where its name stands above it or beside it: as `momentAgo`, without a preposition. */
export function agoValue(reader: Reader, at: string | number, now: number): Html {
  return relative(reader, { at, now, direction: 'ago', form: '{date}' })
}

/** A moment that is to come, where its name stands above it or beside it: as `momentAhead`, without a preposition. */
export function aheadValue(reader: Reader, at: string | number, now: number): Html {
  return relative(reader, { at, now, direction: 'ahead', form: '{date}' })
}

/** A day as plain text, for the options of a select, in which no markup may stand. */
export function day(locale: Locale, at: number): string {
  return inWords(locale, rfc3339(at), 'date')
}

/** A time as plain text, for the same; in UTC, until a script says otherwise. */
export function minute(locale: Locale, at: number): string {
  return inWords(locale, rfc3339(at), 'time')
}

interface RelativeTime {
  readonly at: string | number
  /** By the server's clock, which need not agree with the browser's. */
  readonly now: number
  readonly direction: 'ago' | 'ahead'
  /** How it is told by its date, for which `{date}` stands. */
  readonly form: string
}

function relative({ locale, text }: Reader, { at, now, direction, form }: RelativeTime): Html {
  const iso = typeof at === 'number' ? rfc3339(at) : at
  const isFar = direction === 'ahead' && Date.parse(iso) - now >= 2 * dayMs
  return html`<time
    datetime="${iso}"
    data-on="${form}"
    data-relative="${direction}"
    data-now="${now}"
    ${direction === 'ago' && html` data-just="${text(timeTexts).justNow}"`}
    title="${inWords(locale, iso, 'time')}"
    >${plainSentence(form, { date: inWords(locale, iso, isFar ? 'date' : 'time') })}</time
  >`
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
