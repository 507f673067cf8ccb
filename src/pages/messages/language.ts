import { trimmed } from '../../auth/header-text.js'
import type { Client } from '../../client.js'

/** The languages that pages speak. */
export type Language = 'en' | 'de'

/** A language, with the country whose way of writing dates is used. */
export type Locale = 'en-GB' | 'en-US' | 'de'

/** Something said in every language. */
export type Texts<T> = Readonly<Record<Language, T>>

/** Texts that are looked up by a code, which may be one that there is no text for. */
export type ByCode = Readonly<Record<string, string>>

/** The locale that a browser likes best of those that there are (RFC 9110, section 12.5.4). */
export function localeOf({ header: headerOf }: Pick<Client, 'header'>): Locale {
  const [header = ''] = headerOf('accept-language')
  // Browsers send a handful of languages. A longer header is cut, so that reading it costs little.
  const ranges = header.slice(0, 256).split(',').map(rangeOf)
  const best = ranges.filter(({ locale, q }) => locale !== null && q > 0).sort((a, b) => b.q - a.q)[0]
  return best?.locale ?? 'en-GB'
}

/** The locale that a tag such as `de-AT` stands for; `null` where pages speak no such language. */
export function localeFor(tag: string): Locale | null {
  const lower = tag.toLowerCase()
  if (/^de\b/.test(lower)) return 'de'
  if (lower === 'en-us') return 'en-US'
  return /^en\b/.test(lower) ? 'en-GB' : null
}

/** The language of a locale. */
export function languageOf(locale: Locale): Language {
  return locale === 'de' ? 'de' : 'en'
}

function rangeOf(text: string): { locale: Locale | null; q: number } {
  const [tag = '', ...parameters] = text.split(';')
  const q = parameters
    .map(trimmed)
    .find((parameter) => parameter.startsWith('q='))
    ?.slice(2)
  return { locale: localeFor(trimmed(tag)), q: q === undefined ? 1 : Number(q) || 0 }
}
