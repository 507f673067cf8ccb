import type { Services } from '../http/services.js'
import type { Html } from './html.js'
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

/** The banner over the one page that shows a new key or token, with a line to try it by. */
export function newBearerBanner(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  shown: {
    readonly copyNow: string
    readonly label: string
    readonly tryIt: string
    readonly secret: string
  },
): Html {
  const { copyNow, label, tryIt, secret } = shown
  const line = `curl -H 'Authorization: Bearer ${secret}' ${options.origins[0] ?? ''}${visit.url('/credential')}`
  return html`<div class="kw-banner kw-success">
    <p role="status"><strong>${copyNow}</strong></p>
    ${copyField(visit, { id: 'new-secret', label, value: secret })}
    <details class="kw-details">
      <summary>${tryIt}</summary>
      <pre class="kw-code"><code>${line}</code></pre>
    </details>
  </div>`
}
