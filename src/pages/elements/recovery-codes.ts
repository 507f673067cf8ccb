import type { Secret } from '../../crypto/secret.js'
import { controlTexts } from '../messages/controls.js'
import { enrolmentTexts } from '../messages/factors/enrolment.js'
import type { Visit } from '../visit/visit.js'
import { html } from './html.js'
import type { PageContent } from './page.js'
import { plainSentence } from './sentence.js'

/** Why there are new codes: they came with somebody's first factor, or take the place of others. */
export type CodesOccasion = 'first' | 'renewed'

/** New recovery codes, and how the page that shows them goes on. */
interface ShownCodes {
  readonly codes: readonly Secret[]
  readonly occasion: CodesOccasion
  /** What the app is called. */
  readonly product: string
  /** Whose codes they are, by user name. */
  readonly owner: string
  /** The address to go on to once they are saved. */
  readonly next: string
  readonly section?: string
}

/** The one page that shows new recovery codes: to copy, to download, and to be confirmed as saved. */
export function recoveryCodesPage(visit: Visit, shown: ShownCodes): PageContent {
  const texts = visit.text(enrolmentTexts)
  const controls = visit.text(controlTexts)
  const codes = shown.codes.map((code) => code.reveal())
  const first = shown.occasion === 'first'
  const title = first ? texts.doneTitle : texts.newCodesTitle
  const heading = plainSentence(texts.sheet, { product: shown.product, user: shown.owner })
  return {
    title,
    section: shown.section,
    main: html`<h1>${title}</h1>
      <p>${first ? texts.doneText : texts.newCodesText}</p>
      <p class="kw-banner kw-attention">${texts.codesOnce}</p>
      <div data-once>
        <p class="kw-sheet">${heading}. ${texts.eachOnce}</p>
        <ol class="kw-codes" aria-label="${texts.codes}">
          ${codes.map((code) => html`<li><code>${code}</code></li>`)}
        </ol>
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
          <button
            type="button"
            class="kw-button"
            data-save="recovery-codes"
            data-before="${`${heading}\n${texts.eachOnce}\n\n`}"
            data-file="${fileNameOf(shown.product, shown.owner)}"
            data-needs-script
            hidden
          >
            ${texts.download}
          </button>
          <button type="button" class="kw-button" data-print data-needs-script hidden>${texts.print}</button>
        </div>
      </div>
      <form method="get" action="${pathOf(shown.next)}">
        ${parametersOf(shown.next).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <label class="kw-choice"><input type="checkbox" required /><span>${texts.saved}</span></label>
        <button class="kw-button kw-primary">${controls.continue}</button>
      </form>`,
  }
}

/** A name that every file system takes, by which people find the file again. */
function fileNameOf(...whose: readonly string[]): string {
  const words = [...whose, 'recovery-codes'].map((word) => word.replace(/[^\p{L}\p{N}._@-]+/gu, '-'))
  return `${words.filter((word) => word !== '').join('-')}.txt`
}

function pathOf(next: string): string {
  return next.split(/[?#]/, 1)[0] ?? next
}

/** The query of an address as fields, since a form that is sent by GET puts its fields in the place of its address's query. */
function parametersOf(next: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(next.split('#')[0]?.split('?')[1] ?? '')]
}
