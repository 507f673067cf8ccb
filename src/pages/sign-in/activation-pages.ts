import { withQuery } from '../../auth/with-query.js'
import type { KeywardError } from '../../errors.js'
import type { EventType } from '../../events.js'
import type { Services } from '../../http/services.js'
import { minuteMs } from '../../time.js'
import { textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary, tryAgain } from '../elements/problem.js'
import { named, plainSentence } from '../elements/sentence.js'
import { activationTexts } from '../messages/activation.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit, Visit } from '../visit/visit.js'

/** The address that programs show, beside the code. */
export const activationPath = '/activate'

/** An event that is older than this is no answer to what somebody has just done. */
const freshMs = 2 * minuteMs
const outcomes = ['device.approved', 'device.denied'] as const satisfies readonly EventType[]

/** The form for the code of a program, once more where there is a problem. It only asks, so that it is sent by GET, as a code is carried over. */
export function codePage(visit: Visit, problem: Problem | null): PageContent {
  const texts = visit.text(activationTexts)
  const field = textField({
    name: 'user_code',
    label: texts.code,
    hint: texts.codeHint,
    value: visit.form.text('user_code') || visit.query('user_code'),
    maxlength: 64,
    capitals: true,
    autofocus: true,
    problem,
  })
  return {
    title: texts.title,
    main: html`<div class="kw-card">
      <h1>${texts.title}</h1>
      ${problemSummary(visit, problem, { user_code: texts.code })}
      <p>${texts.intro}</p>
      <form method="get" action="${visit.url(activationPath)}">
        ${field}
        <button class="kw-button kw-primary">${visit.text(controlTexts).continue}</button>
      </form>
    </div>`,
  }
}

/** What is wrong with a code that stands for no request, or why none is looked for. */
export function unknownCode(visit: Visit, error: KeywardError, now: number): Problem {
  const again = tryAgain(error, visit, now)
  if (again) return { code: error.code, summary: again, fields: {} }
  return { code: error.code, summary: null, fields: { user_code: visit.text(activationTexts).unknown } }
}

/** The page for a request that was answered before. */
export function answeredPage(visit: Visit): PageContent {
  const { answeredTitle, answered } = visit.text(activationTexts)
  return {
    title: answeredTitle,
    main: card(
      answeredTitle,
      html`<p>${answered}</p>
        ${anotherLink(visit)}`,
    ),
  }
}

/** The address that says what came of a request. */
export function doneAt(visit: Visit, done: (typeof outcomes)[number]): string {
  return withQuery(visit.url(activationPath), { done })
}

/**
 * The page that says what came of a request; `null` where nothing did. The event is looked up among the visitor's own, so that a link can
 * make nobody believe in something that did not happen.
 */
export async function donePage(
  { audit, options }: Pick<Services, 'audit' | 'options'>,
  visit: SessionVisit,
): Promise<PageContent | null> {
  const type = outcomes.find((outcome) => outcome === visit.query('done'))
  if (type === undefined) return null
  const event = await audit.last(visit.principal.user.id, { type, since: options.now() - freshMs })
  if (event === null) return null
  const name = event.subject?.name ?? ''
  return type === 'device.approved' ? allowedPage(visit, name) : deniedPage(visit, name)
}

function allowedPage(visit: SessionVisit, name: string): PageContent {
  const texts = visit.text(activationTexts)
  return {
    title: plainSentence(texts.allowedTitle, { name }),
    main: card(
      named(texts.allowedTitle, name),
      html`<p>${texts.allowed}</p>
        <p>${texts.allowedWhere} ${tokensLink(visit)}</p>`,
    ),
  }
}

function deniedPage(visit: SessionVisit, name: string): PageContent {
  const texts = visit.text(activationTexts)
  return {
    title: texts.deniedTitle,
    main: card(
      texts.deniedTitle,
      html`<p>${named(texts.denied, name)}</p>
        <p>${texts.deniedWhy}</p>
        ${anotherLink(visit)}`,
    ),
  }
}

/** The way to where tokens are revoked; `null` where the host has left that out. */
export function tokensLink(visit: Visit): Html | null {
  if (!visit.theme.shows('/account/tokens')) return null
  return html`<a href="${visit.url('/account/tokens')}">${visit.text(activationTexts).tokens}</a>`
}

function card(title: Html | string, content: Html): Html {
  return html`<div class="kw-card" role="status">
    <h1>${title}</h1>
    ${content}
  </div>`
}

function anotherLink(visit: Visit): Html {
  return html`<div class="kw-others">
    <a class="kw-link" href="${visit.url(activationPath)}">${visit.text(activationTexts).another}</a>
  </div>`
}
