import { form, hiddenField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import type { Page } from './page.js'
import { named, plainSentence } from './sentence.js'
import type { Visit } from './visit.js'

/** Something that is asked about before it is done. */
export interface Confirmation {
  /** Unique in the page. */
  readonly id: string
  /** Where it is asked without a script, and done when posted to. */
  readonly path: string
  /** The question; `{name}` = what it is about. */
  readonly question: string
  readonly name: string
  readonly consequence: string
  /** What the button says that does it. */
  readonly button: string
  /** Nothing is lost by it. */
  readonly harmless?: boolean
  /** What is sent along. */
  readonly fields?: Readonly<Record<string, string>>
  /** The section it leads back to. */
  readonly section: string
}

/** The confirmation before something that a user holds is deleted. */
export function deletion(
  path: string,
  texts: { readonly deleteTitle: string; readonly deleteText: string; readonly delete: string },
  { id, name }: { readonly id: string; readonly name: string },
): Confirmation {
  return {
    id: `delete-${id}`,
    path: `${path}/${id}/deletion`,
    question: texts.deleteTitle,
    name,
    consequence: texts.deleteText,
    button: texts.delete,
    section: path,
  }
}

/** The button that asks: a link to the page, which a script turns into the dialog. */
export function confirmationLink(
  visit: Visit,
  { id, path, name, harmless }: Confirmation,
  label: string,
): Html {
  return html`<a
    class="kw-button ${harmless ? null : 'kw-small kw-danger-button'}"
    href="${visit.url(path)}"
    data-dialog="${id}"
    >${label}${name !== '' && html`<span class="kw-hidden"> <bdi>${name}</bdi></span>`}</a
  >`
}

/** The dialog it opens. Cancel has the focus. */
export function confirmationDialog(visit: Visit, confirmation: Confirmation): Html {
  const { id, path, question, name, consequence } = confirmation
  const cancel = html`<button class="kw-button" formmethod="dialog" formnovalidate autofocus>
    ${visit.text(controlTexts).cancel}
  </button>`
  return html`<dialog class="kw-dialog" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${named(question, name)}</h2>
    <p>${consequence}</p>
    ${form(visit, { action: visit.url(path) }, askedWith(confirmation, cancel))}
  </dialog>`
}

/** The page it is asked on without a script. */
export function confirmationPage(visit: Visit, confirmation: Confirmation, above: Html | null = null): Page {
  const { path, question, name, consequence, section } = confirmation
  const cancel = html`<a class="kw-button" href="${visit.url(section)}"
    >${visit.text(controlTexts).cancel}</a
  >`
  return {
    title: plainSentence(question, { name }),
    section,
    main: html`<h1>${named(question, name)}</h1>
      ${above}
      <p>${consequence}</p>
      ${form(visit, { action: visit.url(path) }, askedWith(confirmation, cancel))}`,
  }
}

function askedWith(confirmation: Confirmation, cancel: Html): Html {
  const fields = Object.entries(confirmation.fields ?? {})
  return html`${fields.map(([name, value]) => hiddenField(name, value))}
    <div class="kw-buttons">${cancel}${actButton(confirmation)}</div>`
}

function actButton({ button, harmless }: Confirmation): Html {
  return html`<button class="kw-button ${harmless ? 'kw-primary' : 'kw-danger-fill'}">${button}</button>`
}
