import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import { form, hiddenField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { icon } from './icon.js'
import type { PageContent } from './page.js'
import { named, plainSentence, sentence } from './sentence.js'

/** An action that the visitor is asked about before it happens. */
export interface Confirmation {
  /** Of the dialog: unique in the page. */
  readonly id: string
  /** The address of the page that asks where no script runs; a form posted to it does it. */
  readonly path: string
  /** `{name}` stands for what the question is about. */
  readonly question: string
  /** '' where the question is about one thing only, which needs no name. */
  readonly name: string
  readonly consequence: string
  /** On the button that does it. */
  readonly button: string
  /** Nothing is lost by it, so that its button warns of nothing. */
  readonly harmless?: boolean
  /** Hidden fields that are sent along. */
  readonly fields?: Readonly<Record<string, string>>
  /** The path of the section that cancelling leads back to. */
  readonly section: string
}

/**
 * The button that asks: a link to the page that does, which a script turns into a button that opens the dialog. What loses one of several
 * things is an icon, called by the word and the name of the thing.
 */
export function confirmationLink(visit: Visit, confirmation: Confirmation, label: string): Html {
  const { id, path, name, harmless } = confirmation
  const [href, look] = [visit.url(path), harmless ? null : 'kw-small kw-danger-button']
  if (!harmless && name !== '') {
    return html`<a class="kw-icon-button kw-destroys" href="${href}" data-dialog="${id}"
      >${icon('trash')}<span class="kw-tip">${actingOn(visit, label, name)}</span></a
    >`
  }
  return html`<a class="kw-button ${look}" href="${href}" data-dialog="${id}"
    >${label}${name !== '' && html`<span class="kw-hidden"> <bdi>${name}</bdi></span>`}</a
  >`
}

/** What a button does to what, in one phrase: "Delete ci-deploy". A verb that comes last is written small. */
function actingOn(visit: Visit, label: string, name: string): Html {
  const { acting } = visit.text(controlTexts)
  const verb = acting.startsWith('{action}') ? label : label.charAt(0).toLowerCase() + label.slice(1)
  return sentence(acting, { action: verb, name: html`<bdi>${name}</bdi>` })
}

/** The dialog that the button opens. Cancel has the focus, so that a hasty Enter does nothing. */
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

/** The page that asks where no script runs; `above` stands between the question and its consequence. */
export function confirmationPage(
  visit: Visit,
  confirmation: Confirmation,
  above: Html | null = null,
): PageContent {
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
