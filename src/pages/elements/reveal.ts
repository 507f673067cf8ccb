import { controlTexts } from '../messages/controls.js'
import { fieldName } from '../visit/field-name.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'

/** The button beside a password that shows what was typed. It is there where a script runs, and keeps its name whether it is pressed or not. */
export function revealButton(visit: Visit, name: string): Html {
  const { revealBefore, reveal, revealAfter } = visit.text(controlTexts)
  const field = fieldName(name)
  return html`<button
    type="button"
    class="kw-button"
    data-reveal="${field}"
    aria-controls="${field}"
    aria-pressed="false"
    data-needs-script
    hidden
  >
    ${revealBefore !== '' && html`<span class="kw-hidden">${revealBefore} </span>`}${reveal}${
      revealAfter !== '' && html`<span class="kw-hidden"> ${revealAfter}</span>`
    }
  </button>`
}
