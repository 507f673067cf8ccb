import type { Client } from '../auth/client.js'

export type Language = 'en' | 'de'

/** A language with the country whose way of writing dates is used. */
export type Locale = 'en-GB' | 'en-US' | 'de'

/** Something said in every language. */
export type Texts<T> = Readonly<Record<Language, T>>

/** Of the languages that there are, the one a browser likes best (RFC 9110, section 12.5.4). */
export function localeOf({ headers }: Pick<Client, 'headers'>): Locale {
  const [header = ''] = headers['accept-language'] ?? []
  // Browsers send a handful; what is beyond is not looked at.
  const ranges = header.slice(0, 256).split(',').map(rangeOf)
  const best = ranges.filter(({ locale, q }) => locale !== null && q > 0).sort((a, b) => b.q - a.q)[0]
  return best?.locale ?? 'en-GB'
}

/** The locale that a tag such as `de-AT` stands for; `null` = none that there is. */
export function localeFor(tag: string): Locale | null {
  const lower = tag.toLowerCase()
  if (/^de\b/.test(lower)) return 'de'
  if (lower === 'en-us') return 'en-US'
  return /^en\b/.test(lower) ? 'en-GB' : null
}

export function languageOf(locale: Locale): Language {
  return locale === 'de' ? 'de' : 'en'
}

function rangeOf(text: string): { locale: Locale | null; q: number } {
  const [tag = '', ...parameters] = text.split(';')
  const q = parameters
    .find((parameter) => parameter.trim().startsWith('q='))
    ?.trim()
    .slice(2)
  return { locale: localeFor(tag.trim()), q: q === undefined ? 1 : Number(q) || 0 }
}
