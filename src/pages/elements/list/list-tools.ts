import { withQuery } from '../../../auth/with-query.js'
import { listTexts } from '../../messages/lists.js'
import { fieldName } from '../../visit/field-name.js'
import type { Visit } from '../../visit/visit.js'
import type { Choice } from '../field.js'
import { hiddenField } from '../field.js'
import type { Html, Value } from '../html.js'
import { html } from '../html.js'
import { sentence } from '../sentence.js'

/** How a list may be searched, narrowed and ordered. Each is a parameter of its query, so that its address can be kept and sent on. */
export interface ListTools {
  /** The path of the list. */
  readonly path: string
  /** On the field that is searched by, `q`. */
  readonly search: string
  /** Ways to narrow the list, of which one holds at a time: the parameter `status`. '' is the value of "all". */
  readonly chips?: readonly Choice[]
  /** Orders that the list may have: the parameter `sort`. The first is the one that it has unasked. */
  readonly sorts?: readonly Choice[]
  /** Further fields of the search. */
  readonly fields?: Value
  /** The parameters that the further fields have. */
  readonly more?: readonly string[]
}

/** Which part of a list is shown, and where the parts before and after it are. */
export interface ShownPart {
  /** `null` = nobody knows, as in a table of the host's that would have to be read for it. */
  readonly total: number | null
  /** How many stand before the first that is shown. */
  readonly preceding: number | null
  readonly shown: number
  readonly previousCursor: string | null
  readonly nextCursor: string | null
}

/** The search field of a list with its order and its chips. A script searches while somebody types; without one a button does. */
export function listTools(visit: Visit, tools: ListTools): Html {
  const { path, search, sorts = [], fields } = tools
  const texts = visit.text(listTexts)
  return html`<form class="kw-tools" role="search" method="get" action="${visit.url(path)}" data-search>
      ${visit.query('status') !== '' && hiddenField('status', visit.query('status'))}
      <div class="kw-field kw-search">
        <label class="kw-hidden" for="q">${search}</label>
        <input
          class="kw-input"
          id="q"
          name="q"
          type="search"
          value="${visit.query('q')}"
          placeholder="${search}"
          maxlength="100"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
      </div>
      ${sorts.length > 1 && sortField(visit, sorts)} ${fields}
      <button class="kw-button" data-search-button>${texts.search}</button>
    </form>
    ${chipList(visit, tools)}`
}

/** The part of a page that a search changes: the list itself, and what belongs to it. */
export function listResults(content: Value): Html {
  return html`<div class="kw-results" data-results="list">${content}</div>`
}

/** How many entries there are, said anew after each search. */
export function listCount(visit: Visit, { total }: Pick<ShownPart, 'total'>): Html | null {
  if (total === null) return null
  const texts = visit.text(listTexts)
  return html`<p class="kw-count" role="status" data-results="count">
    ${total === 1 ? texts.one : sentence(texts.many, { n: String(total) })}
  </p>`
}

/** Which entries are shown out of how many, with the way to those before and after them; nothing where all are shown. */
export function listPager(
  visit: Visit,
  tools: Pick<ListTools, 'path' | 'more'>,
  part: ShownPart,
): Html | null {
  const { total, preceding, shown, previousCursor, nextCursor } = part
  if (previousCursor === null && nextCursor === null && preceding === 0) return null
  const texts = visit.text(listTexts)
  const from = String((preceding ?? 0) + 1)
  const to = String((preceding ?? 0) + shown)
  return html`<nav class="kw-pager" aria-label="${texts.pages}">
    ${total !== null && preceding !== null && html`<span>${sentence(texts.part, { from, to, total: String(total) })}</span>`}
    ${step(visit, tools, { cursor: previousCursor, label: texts.previous })}
    ${step(visit, tools, { cursor: nextCursor, label: texts.next })}
  </nav>`
}

/** What is shown in the place of a list in which nothing fits the search; `null` where nothing was searched for. */
export function nothingFound(visit: Visit, tools: ListTools): Html | null {
  const searched = ['q', 'status', ...(tools.more ?? [])].some((name) => visit.query(name) !== '')
  if (!searched) return null
  const texts = visit.text(listTexts)
  return html`<div class="kw-empty">
    <h2>${texts.nothing}</h2>
    <p><a href="${visit.url(tools.path)}">${texts.showAll}</a></p>
  </div>`
}

function sortField(visit: Visit, sorts: readonly Choice[]): Html {
  const texts = visit.text(listTexts)
  return html`<div class="kw-field">
    <label class="kw-hidden" for="sort">${texts.sort}</label>
    <select class="kw-input" id="sort" name="sort" autocomplete="off">
      ${sorts.map(
        ({ value, label }) =>
          html`<option value="${value}" ${value === visit.query('sort') && html` selected`}>
            ${label}
          </option>`,
      )}
    </select>
  </div>`
}

function chipList(visit: Visit, tools: ListTools): Html | null {
  const { chips = [], path } = tools
  if (chips.length === 0) return null
  const chosen = visit.query('status')
  const items = chips.map(({ value, label }) => {
    const href = withQuery(visit.url(path), { ...keptOf(visit, tools), status: value === '' ? null : value })
    return html`<li>
      <a class="kw-chip" href="${href}" ${value === chosen && html` aria-current="true"`}>${label}</a>
    </li>`
  })
  return html`<ul class="kw-chips" aria-label="${visit.text(listTexts).status}" data-results="chips">
    ${items}
  </ul>`
}

function step(
  visit: Visit,
  tools: Pick<ListTools, 'path' | 'more'>,
  { cursor, label }: { readonly cursor: string | null; readonly label: string },
): Html | null {
  if (cursor === null) return null
  return html`<a
    class="kw-button kw-small"
    href="${withQuery(visit.url(tools.path), { ...keptOf(visit, tools), cursor })}"
    >${label}</a
  >`
}

/** What narrows and orders the list, for the addresses of its other parts. */
function keptOf(
  visit: Visit,
  { more = [] }: Pick<ListTools, 'more'>,
): Readonly<Record<string, string | null>> {
  const names = ['q', 'status', 'sort', ...more]
  return Object.fromEntries(names.map((name) => [fieldName(name), visit.query(name) || null]))
}
