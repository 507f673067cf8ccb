import type { Html, Value } from './html.js'
import { html } from './html.js'

/** Puts values into a sentence from the catalogue, each where its name stands in braces. */
export function sentence(text: string, values: Readonly<Record<string, Value>>): Html {
  const parts = text.split(/\{(\w+)\}/)
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : values[part]))}`
}

/** Puts a name that somebody chose into a sentence, in a `bdi`: a name that is written from right to left leaves the rest in order. */
export function named(text: string, name: string): Html {
  return sentence(text, { name: html`<bdi>${name}</bdi>` })
}

/** Puts values into a sentence as `sentence` does, but makes plain text, for titles and options. */
export function plainSentence(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}
