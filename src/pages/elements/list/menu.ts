import type { Html, Value } from '../html.js'
import { html } from '../html.js'

/** A menu that opens below a button with three dots; `label` says whose it is. Without a script it closes by its button only. */
export function actionMenu(label: Value, items: readonly Value[]): Html {
  return html`<details class="kw-menu" data-menu>
    <summary class="kw-button kw-small">
      <span aria-hidden="true">⋯</span><span class="kw-hidden">${label}</span>
    </summary>
    <ul>
      ${items.filter(Boolean).map((item) => html`<li>${item}</li>`)}
    </ul>
  </details>`
}
