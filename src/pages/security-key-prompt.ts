import { hiddenField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { securityKeyTexts } from './messages/security-key.js'
import type { Visit } from './visit.js'

/** What the script of a form with a security key needs to know. */
export interface Prompt {
  readonly ceremony: 'get' | 'create'
  /** The route that answers the options. */
  readonly options: string
  /** The field for the key's answer. */
  readonly field: string
  /** What the button says. */
  readonly label: string
  /** It is not the first thing to do here. */
  readonly secondary?: boolean
}

/** The attributes of the form. */
export function promptAttributes(visit: Visit, { ceremony, options, field }: Prompt): Html {
  const texts = visit.text(securityKeyTexts)
  return html` data-webauthn="${ceremony}" data-options="${visit.url(options)}" data-field="${field}"
  data-waiting="${texts.waiting}" data-failed="${texts.failed}" data-registered="${texts.registered}"`
}

/** The button, which only a script can put to use. */
export function promptButton(visit: Visit, { field, label, secondary }: Prompt): Html {
  return html`${hiddenField(field, '')}
    <button class="kw-button ${secondary ? 'kw-wide' : 'kw-primary'}" data-needs-script hidden>
      ${label}
    </button>
    <noscript><p class="kw-banner kw-attention">${visit.text(securityKeyTexts).needsScript}</p></noscript>
    <p class="kw-hint" role="status" data-webauthn-status></p>`
}

/** The answer of a security key as a form brought it; `null` = it is no JSON. */
export function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
