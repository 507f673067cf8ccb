import type { Services } from '../../http/services.js'
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

/** What is said beside a new key or token. */
export interface BearerTexts {
  readonly copyNow: string
  readonly secretLabel: string
  readonly tryIt: string
}

/** The banner over the one page that shows a new key or token, with a line to try it by. */
export function newBearerBanner(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  { texts, secret }: { readonly texts: BearerTexts; readonly secret: string },
): Html {
  const line = `curl -H 'Authorization: Bearer ${secret}' ${options.origins[0] ?? ''}${visit.url('/credential')}`
  return html`<div class="kw-banner kw-success">
    <p role="status"><strong>${texts.copyNow}</strong></p>
    ${copyField(visit, { id: 'new-secret', label: texts.secretLabel, value: secret })}
    <details class="kw-details">
      <summary>${texts.tryIt}</summary>
      <pre class="kw-code"><code>${line}</code></pre>
    </details>
  </div>`
}
