import { securityKeyTexts } from '../messages/factors/security-key.js'
import type { Visit } from '../visit/visit.js'
import { hiddenField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'

/** What is asked for: a second factor may be either, where passkeys are allowed. */
type KeyWords = 'securityKey' | 'passkey' | 'either'

/** What the script needs to know of a form that asks for a security key. */
export interface Prompt {
  readonly ceremony: 'get' | 'create'
  /** The route that answers the options. */
  readonly options: string
  /** The field for the key's answer. */
  readonly field: string
  /** On the button. */
  readonly label: string
  /** In whose words the page speaks. */
  readonly about: KeyWords
  /** The key is to sign in by itself. */
  readonly passkey?: boolean
  /** Browsers propose the passkeys that they have in the field for the user name. */
  readonly proposed?: boolean
  /** The id of a passkey that was refused and is nobody's: the browser is told to forget it. */
  readonly unknown?: string | null
  /** Something else on the page is the first thing to do. */
  readonly secondary?: boolean
}

/** The attributes of such a form. */
export function promptAttributes(visit: Visit, prompt: Prompt): Html {
  const { ceremony, options, field, about, passkey, proposed, unknown } = prompt
  const texts = visit.text(securityKeyTexts)[about]
  return html` data-webauthn="${ceremony}" data-options="${visit.url(options)}" data-field="${field}"
  data-waiting="${texts.waiting}" data-failed="${texts.failed}" data-registered="${texts.registered}"
  data-address="${texts.address}"${passkey && html` data-passkey`}${proposed && html` data-proposed`}${unknown && html` data-unknown="${unknown}"`}`
}

/** The button of such a form, which only a script shows, since no browser asks for a key without one. */
export function promptButton(visit: Visit, { field, label, about, secondary }: Prompt): Html {
  return html`${hiddenField(field, '')}
    <button class="kw-button ${secondary ? 'kw-wide' : 'kw-primary'}" data-needs-script hidden>
      ${label}
    </button>
    <noscript
      ><p class="kw-banner kw-attention">${visit.text(securityKeyTexts)[about].needsScript}</p></noscript
    >
    <p class="kw-hint" role="status" data-webauthn-status></p>`
}

/** Reads the answer of a security key that a form brought; `null` where it is no JSON, which no check accepts. */
export function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Says in the words of `refused` that a security key's answer was refused; any other problem of the form keeps its own words. */
export function keyProblem({ form }: Pick<Visit, 'form'>, problem: Problem, refused: string): Problem {
  const isOfAnswer = problem.code === 'invalid_code' || problem.code === 'invalid_input'
  return isOfAnswer && form.text('response') !== '' ? { summary: refused, fields: {} } : problem
}
