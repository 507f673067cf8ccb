import type { Html, Value } from './html.js'
import { html } from './html.js'

/** A titled area of a page: what it is about, what can be done there, and what there is. */
export function panel({
  id,
  title,
  hint,
  actions,
  content,
}: {
  /** By which a link leads to it. */
  readonly id?: string
  readonly title: string
  readonly hint: string
  readonly actions: Value
  readonly content?: Value
}): Html {
  return html`<section class="kw-part" ${id !== undefined && html` id="${id}"`}>
    <div class="kw-heading">
      <div class="kw-part-title">
        <h2>${title}</h2>
        <p class="kw-hint">${hint}</p>
      </div>
      ${actions}
    </div>
    ${content}
  </section>`
}
