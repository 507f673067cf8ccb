import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { icon } from './icon.js'

/** The button that copies a public key; `label` says whose it is. Only a script shows it: without one the key is copied on its own page. */
export function copyKeyButton(
  visit: Visit,
  { label, publicKey }: { readonly label: Html; readonly publicKey: string },
): Html {
  return html`<button
      type="button"
      class="kw-icon-button"
      data-copy-text="${publicKey}"
      data-copied="${visit.text(controlTexts).copied}"
      data-needs-script
      hidden
    >
      ${icon('copy')}<span class="kw-tip">${label}</span>
    </button>
    <span class="kw-hidden" role="status"></span>`
}

/** What kind of key it is, and its fingerprint, in small print. */
export function keyAside({
  type,
  fingerprint,
}: {
  readonly type: string
  readonly fingerprint: string
}): Html {
  return html`<p class="kw-aside">${type} <code>${fingerprint}</code></p>`
}
