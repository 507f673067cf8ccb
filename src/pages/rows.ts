import { listOf } from '../http/input.js'
import { page as pageSchema, pageRequest, readInput } from '../http/input.js'
import type { Page as StoredPage, PageRequest } from '../store/page.js'
import { dayMs } from '../credentials/lifetime.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'
import { withQuery } from './visit.js'

const soonMs = 14 * dayMs

/** One thing in a list. */
export interface Row {
  readonly name: Value
  /** Small print beside the name. */
  readonly aside?: Value
  readonly facts: readonly Value[]
  readonly actions?: Value
}

/** A list of things, or what to say where there are none. */
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

/** Small print: what there is, side by side. */
export function factLine(facts: readonly Value[]): Html {
  return html`<p class="kw-facts">${facts.filter(Boolean).map((fact) => html`<span>${fact}</span> `)}</p>`
}

/** What stands in the place of an empty list. */
export function emptyState(title: string, content: Value): Html {
  return html`<div class="kw-empty">
    <h2>${title}</h2>
    <p>${content}</p>
  </div>`
}

/** The page of a list that was asked for. */
export function requestedPage(visit: Visit): PageRequest {
  const cursor = visit.query('cursor')
  const read = readInput(pageSchema, cursor === '' ? {} : { cursor }) as { limit: number; cursor?: string }
  return pageRequest(read)
}

/** The link to what is further down; `kept` = what the list is filtered by. */
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

/** When something ends: said louder the sooner it is. */
export function expiryFact(
  { locale }: Pick<Visit, 'locale'>,
  at: { readonly expiresAt: string | null; readonly now: number; readonly style?: 'date' | 'time' },
  texts: {
    readonly expires: string
    readonly soon: string
    readonly expired: string
    readonly never: string
  },
): Html {
  const { expiresAt, now, style = 'date' } = at
  if (expiresAt === null) return html`<span class="kw-muted">${texts.never}</span>`
  const date = moment(locale, expiresAt, style)
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return html`<span class="kw-label kw-danger-label">${texts.expired}</span>`
  if (style === 'date' && left <= soonMs)
    return html`<span class="kw-label kw-attention-label">${sentence(texts.soon, { date })}</span>`
  return sentence(texts.expires, { date })
}
