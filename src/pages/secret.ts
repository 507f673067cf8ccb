import type { Html, Value } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import type { Visit } from './visit.js'

/** A field to copy from: it is selected as soon as it has the focus. */
export function copyField(
  visit: Visit,
  { id, label, value }: { readonly id: string; readonly label: string; readonly value: string },
): Html {
  const texts = visit.text(controlTexts)
  return html`<div class="kw-copy">
    <input
      class="kw-input kw-mono"
      id="${id}"
      aria-label="${label}"
      value="${value}"
      readonly
      data-select
      autocomplete="off"
      spellcheck="false"
    />
    <button
      type="button"
      class="kw-button"
      data-copy="${id}"
      data-copied="${texts.copied}"
      data-needs-script
      hidden
    >
      ${texts.copy}
    </button>
    <span class="kw-hidden" role="status"></span>
  </div>`
}

/** The banner over the one page that shows a new secret. */
export function newSecretBanner(text: string, content: Value): Html {
  return html`<div class="kw-banner kw-success">
    <p role="status"><strong>${text}</strong></p>
    ${content}
  </div>`
}
