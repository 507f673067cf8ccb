import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { copyField } from './secret.js'

/** A public key in a list: its type and fingerprint in small print, and the key itself to copy. */
export function publicKeyAside(
  visit: Visit,
  key: {
    readonly id: string
    readonly type: string
    readonly fingerprint: string
    readonly publicKey: string
  },
  texts: { readonly showKey: string; readonly label: string },
): Html {
  const { id, type, fingerprint, publicKey } = key
  return html`<p class="kw-aside">${type} <code>${fingerprint}</code></p>
    <details class="kw-details kw-aside">
      <summary>${texts.showKey}</summary>
      ${copyField(visit, { id: `key-${id}`, label: texts.label, value: publicKey })}
    </details>`
}
