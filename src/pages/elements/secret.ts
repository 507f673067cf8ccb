import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'

/** A field to copy a value from: all of it is selected as soon as the field has the focus. */
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

/** Lines to copy, such as what is to be pasted into a terminal. */
export function copyBlock(
  visit: Visit,
  { id, label, lines }: { readonly id: string; readonly label: string; readonly lines: readonly string[] },
): Html {
  const texts = visit.text(controlTexts)
  return html`<textarea
      class="kw-input kw-mono kw-block"
      id="${id}"
      aria-label="${label}"
      rows="${lines.length}"
      readonly
      data-select
      autocomplete="off"
      spellcheck="false"
    >
${lines.join('\n')}</textarea>
    <div class="kw-buttons">
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
