import type { Html, Value } from '../html.js'
import { html } from '../html.js'

/** Something that is known of what a page is about, under its name. */
export interface Fact {
  readonly label: string
  /** Where there is none, the fact is left out. */
  readonly value: Value
}

/** What is known of what a page is about. */
export function factList(facts: readonly Fact[]): Html {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== false)
  return html`<dl class="kw-about">
    ${known.map(
      ({ label, value }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
