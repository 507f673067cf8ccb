import { withQuery } from '../../../auth/with-query.js'
import type { ListKind } from '../../../credentials/own-list.js'
import { listOf, listQuery, page as pageSchema, pageRequest } from '../../../http/list/paging.js'
import { readInput } from '../../../input/read-input.js'
import type { ListRequest, Page as StoredPage, PageRequest } from '../../../store/page.js'
import { controlTexts } from '../../messages/controls.js'
import type { Visit } from '../../visit/visit.js'
import type { Html, Value } from '../html.js'
import { html } from '../html.js'

/** One entry of a list. */
export interface Row {
  readonly name: Value
  /** Small print below the name. */
  readonly aside?: Value
  /** What is known of it, side by side. */
  readonly facts: readonly Value[]
  /** Its buttons. */
  readonly actions?: Value
}

/** A list, or `empty` where there is nothing to list. */
export function rowList(rows: readonly Row[], empty: Html): Html {
  if (rows.length === 0) return empty
  return html`<ul class="kw-rows">
    ${rows.map(
      ({ name, aside, facts, actions }) =>
        html`<li class="kw-row">
          <div class="kw-row-main">
            <h2 class="kw-row-name">${name}</h2>
            ${aside} ${factLine(facts)}
          </div>
          <div class="kw-row-actions">${actions}</div>
        </li>`,
    )}
  </ul>`
}

/** Facts side by side, in small print. */
export function factLine(facts: readonly Value[]): Html {
  return html`<p class="kw-facts">${facts.filter(Boolean).map((fact) => html`<span>${fact}</span> `)}</p>`
}

/** What is shown in the place of an empty list. */
export function emptyState(title: string, content: Value): Html {
  return html`<div class="kw-empty">
    <h2>${title}</h2>
    <p>${content}</p>
  </div>`
}

/** The part of a list that the query asks for. */
export function requestedPage(visit: Visit): PageRequest {
  const cursor = visit.query('cursor')
  return pageRequest(readInput(pageSchema, cursor === '' ? {} : { cursor }))
}

/** The part of a list of one's own credentials that the query asks for; a parameter that is empty asks for nothing. */
export function requestedList(visit: Visit, kind: ListKind): ListRequest {
  const given = ['cursor', 'q', 'status', 'sort'].map((name) => [name, visit.query(name)] as const)
  return readInput(listQuery(kind), Object.fromEntries(given.filter(([, value]) => value !== '')))
}

/** The links to older entries and back to the newest; `kept` holds the parameters that narrow the list. */
export function pager<R extends { readonly id: string }>(
  visit: Visit,
  path: string,
  found: StoredPage<R> & { readonly kept?: Readonly<Record<string, string | null>> },
): Html | null {
  const { nextCursor } = listOf(found)
  const { kept = {} } = found
  const texts = visit.text(controlTexts)
  const older = nextCursor !== null && withQuery(visit.url(path), { ...kept, cursor: nextCursor })
  if (older === false && visit.query('cursor') === '') return null
  return html`<nav class="kw-pager" aria-label="${texts.pages}">
    ${visit.query('cursor') !== '' && html`<a class="kw-button" href="${withQuery(visit.url(path), kept)}">${texts.newest}</a>`}
    ${older !== false && html`<a class="kw-button" href="${older}">${texts.older}</a>`}
  </nav>`
}
