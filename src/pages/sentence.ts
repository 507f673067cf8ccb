import type { Html, Value } from './html.js'
import { html } from './html.js'

/** Puts values into a sentence of the catalogue, where `{key}` stands. Text somebody chose goes in as markup that keeps its direction to itself. */
export function sentence(text: string, values: Readonly<Record<string, Value>>): Html {
  const parts = text.split(/\{(\w+)\}/)
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : values[part]))}`
}

/** A sentence with a name somebody chose in it: whichever way it is written, the rest stays in order. */
export function named(text: string, name: string): Html {
  return sentence(text, { name: html`<bdi>${name}</bdi>` })
}

/** The same as plain text, for titles and options. */
export function plainSentence(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}
