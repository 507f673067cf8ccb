import { catalogue } from './catalogue.js'

/** Some of the texts of a part of the pages: those that are to read differently. */
type Some<T> = { readonly [Key in keyof T]?: T[Key] extends string ? string : Some<T[Key]> }

/** Texts of the host's own, by the part of the pages and the name of the text; what is left out stays as it is. */
export type PageMessages = {
  readonly [Part in keyof typeof catalogue]?: Some<(typeof catalogue)[Part]['en']>
}

/** Texts of the host's own, by language: `{ en: { signIn: { title: 'Log in' } } }`. A tag that is neither `en` nor `de` adds a language. */
export type Messages = Readonly<Record<string, PageMessages>>

/** What is wrong with a text of the host's, and where it stands. */
export interface TextProblem {
  readonly path: string[]
  readonly message: string
}

/** The texts of one language, as deep as they are. */
interface TextTree {
  readonly [name: string]: string | TextTree
}

const english: TextTree = Object.fromEntries(Object.entries(catalogue).map(([part, { en }]) => [part, en]))

/** The tag as the language's own rules spell it, such as `pt-BR`; `null` where it is none. */
export function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

/** What is wrong with a host's messages, text by text. */
export function problemsIn(messages: unknown): readonly TextProblem[] {
  if (!isObject(messages)) return [{ path: [], message: 'must be texts by language' }]
  return Object.entries(messages).flatMap(([tag, parts]) =>
    isTag(tag) ? problemsOf(parts, english, [tag]) : [{ path: [tag], message: 'is not a language' }],
  )
}

function isTag(tag: string): boolean {
  return canonicalTag(tag) !== null
}

function problemsOf(given: unknown, known: TextTree, path: string[]): readonly TextProblem[] {
  if (!isObject(given)) return [{ path, message: 'must be an object of texts' }]
  return Object.entries(given).flatMap(([name, text]: [string, unknown]) => {
    const original = Object.hasOwn(known, name) ? known[name] : undefined
    const here = [...path, name]
    if (original === undefined) return [{ path: here, message: 'is no text of the pages' }]
    return typeof original === 'string'
      ? textProblems(text, original, here)
      : problemsOf(text, original, here)
  })
}

function textProblems(text: unknown, original: string, path: string[]): readonly TextProblem[] {
  if (text === undefined) return []
  if (typeof text !== 'string' || text.trim() === '') return [{ path, message: 'must be a text' }]
  const known = valuesIn(original)
  return valuesIn(text)
    .filter((value) => !known.includes(value))
    .map((value) => ({ path, message: `has no value ${value}` }))
}

function valuesIn(text: string): readonly string[] {
  return text.match(/\{\w+\}/g) ?? []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
