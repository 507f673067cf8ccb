import type { Client } from '../../client.js'
import { languageRanges } from './accept-language.js'
import { catalogue } from './catalogue.js'
import type { Language, Locale, Texts } from './language.js'
import type { Messages } from './own-messages.js'
import { canonicalTag } from './own-messages.js'

/** A few words of the host's: the same in every language, or by language, as `{ en: 'Imprint', de: 'Impressum' }`. */
export type HostText = string | Readonly<Record<string, string>>

/** How the pages speak to one visitor. */
interface Voice {
  readonly locale: Locale
  /** What the texts say in this language, in the host's words where it has its own. */
  text<T>(texts: Texts<T>): T
  /** What a text of the host's says in this language, or else in English, or in whichever comes first. */
  words(text: HostText): string
}

/** The languages that the pages of one mount speak. */
export interface Voices {
  /** The voice for a tag such as `de-AT`; `null` where pages speak no such language. */
  for(tag: string): Voice | null
  /** The voice that a browser likes best of those that there are (RFC 9110, section 12.5.4). */
  of(client: Pick<Client, 'header'>): Voice
}

/** The languages of the pages' own texts, with the locale whose way of writing dates each has. */
const builtIn = [
  ['en', 'en-GB'],
  ['en-gb', 'en-GB'],
  ['en-us', 'en-US'],
  ['de', 'de'],
] as const

/** Puts the host's texts over the pages' own, once for all requests. */
export function voicesFor(messages: Messages): Voices {
  const own = new Map(Object.entries(messages).map(([tag, parts]) => [tag.toLowerCase(), parts]))
  const added = Object.keys(messages).map((tag) => [tag.toLowerCase(), canonicalTag(tag) ?? tag] as const)
  const locales = new Map<string, Locale>([...added, ...builtIn])
  const voices = new Map([...locales].map(([tag, locale]) => [tag, voiceOf(tag, locale, own)]))
  const english = voices.get('en') ?? voiceOf('en', 'en-GB', own)
  return Object.freeze({
    for: find,
    of: (client) =>
      languageRanges(client)
        .map(find)
        .find((voice) => voice !== null) ?? english,
  } satisfies Voices)

  function find(tag: string): Voice | null {
    const known = widenings(tag.toLowerCase()).find((one) => voices.has(one))
    return known === undefined ? null : (voices.get(known) ?? null)
  }
}

function voiceOf(tag: string, locale: Locale, own: ReadonlyMap<string, object>): Voice {
  const chain = [...new Set([...widenings(tag), 'en'])]
  const texts = mergedIn(chain, own)
  return Object.freeze({
    locale,
    text: <T>(asked: Texts<T>) => (texts.get(asked) ?? asked[languageOf(chain)]) as T,
    words: (text) => (typeof text === 'string' ? text : wordsIn(text, chain)),
  } satisfies Voice)
}

/** A tag and all that are wider, the nearest first: `de-at`, `de` (RFC 4647, section 3.4). */
function widenings(tag: string): readonly string[] {
  const subtags = tag.split('-')
  return subtags.map((_, i) => subtags.slice(0, subtags.length - i).join('-'))
}

/** Every part of the catalogue as one language has it: what a tag leaves out is as the next of the chain has it. */
function mergedIn(chain: readonly string[], own: ReadonlyMap<string, object>): ReadonlyMap<object, object> {
  return new Map(
    Object.entries(catalogue).map(([name, texts]: [string, Texts<object>]) => {
      const layers = chain.toReversed().flatMap((tag) => [at(texts, tag), at(own.get(tag) ?? {}, name)])
      return [texts, layers.reduce(over)]
    }),
  )
}

function at(parts: object, name: string): object {
  return Object.hasOwn(parts, name) ? ((parts as Readonly<Record<string, object>>)[name] ?? {}) : {}
}

/** Lays texts over others, name by name. */
function over(below: object, above: object): object {
  const merged: Record<string, unknown> = { ...below }
  for (const [name, text] of Object.entries(above) as [string, unknown][]) {
    const under = merged[name]
    merged[name] = isObject(text) && isObject(under) ? over(under, text) : (text ?? under)
  }
  return Object.freeze(merged)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function languageOf(chain: readonly string[]): Language {
  return chain.includes('de') ? 'de' : 'en'
}

function wordsIn(text: Readonly<Record<string, string>>, chain: readonly string[]): string {
  const byTag = new Map(Object.entries(text).map(([tag, words]) => [tag.toLowerCase(), words]))
  const known = chain.find((tag) => byTag.has(tag)) ?? ''
  return byTag.get(known) ?? [...byTag.values()][0] ?? ''
}
