import type { Secret } from '../crypto/secret.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { enrolmentTexts } from './messages/enrolment.js'
import type { Page } from './page.js'
import type { Visit } from './visit.js'

/** What recovery codes are shown with. */
export interface ShownCodes {
  readonly codes: readonly Secret[]
  /** They come with the first factor, or take the place of others. */
  readonly occasion: 'first' | 'renewed'
  /** Where to go on to. */
  readonly next: string
  readonly section?: string
  readonly cookies?: readonly string[]
}

/** The one page that shows them: to copy, to download, and to be confirmed as saved. */
export function recoveryCodesPage(visit: Visit, shown: ShownCodes): Page {
  const texts = visit.text(enrolmentTexts)
  const controls = visit.text(controlTexts)
  const codes = shown.codes.map((code) => code.reveal())
  const first = shown.occasion === 'first'
  const title = first ? texts.doneTitle : texts.newCodesTitle
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`
  return {
    title,
    section: shown.section,
    cookies: shown.cookies,
    main: html`<h1>${title}</h1>
      <p>${first ? texts.doneText : texts.newCodesText}</p>
      <p class="kw-banner kw-attention">${texts.codesOnce}</p>
      <ul class="kw-codes" aria-label="${texts.codes}">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <div class="kw-buttons">
        <textarea class="kw-hidden" id="recovery-codes" tabindex="-1" aria-hidden="true" readonly>
${codes.join('\n')}</textarea>
        <button
          type="button"
          class="kw-button"
          data-copy="recovery-codes"
          data-copied="${controls.copied}"
          data-needs-script
          hidden
        >
          ${controls.copy}
        </button>
        <span class="kw-hidden" role="status"></span>
        <a class="kw-button" href="${file}" download="recovery-codes.txt">${texts.download}</a>
      </div>
      <form method="get" action="${pathOf(shown.next)}">
        ${parametersOf(shown.next).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <label class="kw-choice"><input type="checkbox" required /><span>${texts.saved}</span></label>
        <button class="kw-button kw-primary">${controls.continue}</button>
      </form>`,
  }
}

function pathOf(next: string): string {
  return next.split(/[?#]/, 1)[0] ?? next
}

/** A form that is sent by GET puts its own fields in the place of the query. */
function parametersOf(next: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(next.split('#')[0]?.split('?')[1] ?? '')]
}
