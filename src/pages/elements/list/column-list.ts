import type { Html, Value } from '../html.js'
import { html } from '../html.js'

/** One entry of a list whose entries all tell the same of themselves. */
export interface Entry {
  readonly name: Value
  /** Small print below the name. */
  readonly aside?: Value
  /** What stands in each column, in their order; nothing where there is nothing to say. */
  readonly cells: readonly Value[]
  /** Its buttons. */
  readonly actions?: Value
  /** Stands beside the name of an entry that was just made. */
  readonly mark?: Html | false
}

/** What stands above a list in columns. */
export interface Columns {
  /** Above the names of the entries. */
  readonly name: string
  readonly others: readonly string[]
}

/**
 * A list in columns: on a wide screen their names stand once, above all entries, and on a phone each value has its own beside it. An entry
 * without any value leaves no gap there.
 */
export function columnList({ name, others: columns }: Columns, entries: readonly Entry[]): Html {
  return html`<div class="kw-list kw-cols-${columns.length}">
    <div class="kw-list-head" aria-hidden="true">
      <span>${name}</span>
      ${columns.map((column) => html`<span>${column}</span>`)}
    </div>
    <ul>
      ${entries.map((entry) => entryItem(columns, entry))}
    </ul>
  </div>`
}

function entryItem(columns: readonly string[], { name, aside, cells, actions, mark = false }: Entry): Html {
  return html`<li class="kw-entry ${mark && 'kw-entry-new'}">
    <div class="kw-entry-main">
      <h2 class="kw-row-name">${name}${mark}</h2>
      ${aside}
    </div>
    <dl class="kw-entry-cells">${columns.map((column, i) => cell(column, cells[i]))}</dl>
    <div class="kw-row-actions">${actions}</div>
  </li>`
}

function cell(column: string, value: Value): Html {
  const empty = value === undefined || value === null || value === false
  return html`<div ${empty && html` class="kw-no-cell"`}>
    <dt>${column}</dt>
    <dd>${value}</dd>
  </div>`
}
