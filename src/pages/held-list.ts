import type { Page as Stored } from '../store/page.js'
import type { Confirmation } from './confirmation.js'
import { confirmationDialog } from './confirmation.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Page } from './page.js'
import type { Row } from './rows.js'
import { pager, rowList } from './rows.js'
import type { Visit } from './visit.js'

/** What a user holds of one kind, to be listed. */
export interface HeldList<Held> {
  readonly path: string
  readonly title: string
  readonly intro: string
  /** What the button says that leads to the form for another. */
  readonly add: string
  readonly found: Stored<Held & { readonly id: string }>
  /** What stands there where there is none. */
  readonly empty: Html
  rowOf(held: Held): Row
  /** What is asked before one is taken away. */
  removalOf(held: Held): Confirmation
  /** What has just been made. */
  readonly banner?: Html | null
}

/** The page of a list with a button to add one, and dialogs to remove them. */
export function heldList<Held>(visit: Visit, list: HeldList<Held>): Page {
  const { path, title, intro, add, found, empty, rowOf, removalOf, banner = null } = list
  return {
    title,
    section: path,
    main: html`${banner}
      <div class="kw-heading">
        <h1>${title}</h1>
        <a class="kw-button kw-primary" href="${visit.url(`${path}/new`)}">${add}</a>
      </div>
      <p class="kw-intro">${intro}</p>
      ${rowList(found.rows.map(rowOf), empty)} ${pager(visit, path, found)}
      ${found.rows.map((held) => confirmationDialog(visit, removalOf(held)))}`,
  }
}
