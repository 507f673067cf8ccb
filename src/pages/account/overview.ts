import type { StandingFacts } from '../../account/standing.js'
import type { Session } from '../../credentials/session.js'
import type { AuditEvent } from '../../events.js'
import type { Services } from '../../http/services.js'
import { deviceOf } from '../../device-name.js'
import { eventRow } from '../elements/event-row.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { rowList } from '../elements/list/rows.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { standingOf } from '../elements/standing.js'
import { momentAgo } from '../elements/time.js'
import { overviewTexts } from '../messages/overview.js'
import { sessionTexts } from '../messages/sessions.js'
import type { SessionVisit } from '../visit/visit.js'
import { nudge } from './nudge.js'
import type { Held } from './holdings.js'
import { heldBy } from './holdings.js'

/** The address of the account's first page. */
export const homePath = '/account'

const shownEvents = 5
/** How many sessions are counted. */
const counted = 100

/** How things stand, in a few lines for each section that there is. */
export async function overviewPage(services: Services, visit: SessionVisit): Promise<PageContent> {
  const texts = visit.text(overviewTexts)
  const { principal, theme } = visit
  const { user, session } = principal
  const [facts, found, held, events] = await Promise.all([
    standingOf(services, visit),
    services.sessions.list(user, session.row.id, { limit: counted, before: null }),
    heldBy(services, visit),
    latest(services, visit),
  ])
  return {
    title: texts.title,
    section: homePath,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${nudge(services, visit, facts)}
      <div class="kw-cards">
        ${signingIn(services, visit, facts)}
        ${theme.shows('/account/sessions') && sessionsCard(services, visit, found.rows)}
        ${held.length > 0 && keysCard(visit, held, facts)}
      </div>
      ${theme.shows('/account/activity') && activityPart(services, visit, events)}`,
  }
}

/** One line of a card: what it is about, how it stands, and what can be done. */
interface Line {
  readonly name: string
  readonly state: Value
  readonly action?: Value
}

function signingIn(services: Services, visit: SessionVisit, facts: StandingFacts): Value {
  const { shows } = visit.theme
  const lines = [
    ...(shows('/account/two-step') ? factorLines(services, visit, facts) : []),
    ...(shows('/account/password') ? [passwordLine(services, visit)] : []),
  ]
  return lines.length > 0 && card(visit.text(overviewTexts).signingIn, lines)
}

function factorLines({ options }: Services, visit: SessionVisit, facts: StandingFacts): readonly Line[] {
  const texts = visit.text(overviewTexts)
  const { twoStep: enabled, passkeys, recoveryCodes } = facts
  const state = enabled
    ? html`<span class="kw-label kw-success-label">${texts.on}</span>`
    : html`<span class="kw-label">${texts.off}</span>`
  const to = (path: string, label: string): Html => html`<a href="${visit.url(path)}">${label}</a>`
  const many = passkeys === 1 ? texts.onePasskey : plainSentence(texts.somePasskeys, { n: passkeys })
  const twoStep = to('/account/two-step', enabled ? texts.manage : texts.setUp)
  return [
    { name: texts.twoStep, state, action: twoStep },
    ...(options.passkeys && visit.theme.shows('/account/passkeys')
      ? [
          {
            name: texts.passkeys,
            state: passkeys === 0 ? texts.noPasskeys : many,
            action: passkeys === 0 && to('/account/passkeys', texts.addPasskey),
          },
        ]
      : []),
    ...(enabled
      ? [
          {
            name: texts.codes,
            state: plainSentence(texts.codesLeft, { n: recoveryCodes }),
            action: recoveryCodes < 10 && to('/account/two-step/recovery-codes', texts.newCodes),
          },
        ]
      : []),
  ]
}

function passwordLine({ options }: Services, visit: SessionVisit): Line {
  const texts = visit.text(overviewTexts)
  const at = visit.principal.session.account.passwordChangedAt
  return {
    name: texts.password,
    state:
      at === null
        ? texts.passwordUnchanged
        : sentence(texts.passwordChanged, { date: momentAgo(visit, at, options.now()) }),
    action: html`<a href="${visit.url('/account/password')}"
      >${texts.changePassword}<span class="kw-hidden"> ${texts.password}</span></a
    >`,
  }
}

function sessionsCard({ options }: Services, visit: SessionVisit, sessions: readonly Session[]): Html {
  const texts = visit.text(overviewTexts)
  const newest = sessions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
  const n = sessions.length < counted ? sessions.length : plainSentence(texts.many, { n: counted })
  return html`<section class="kw-card">
    <h2>${texts.sessions}</h2>
    <p>${sessions.length === 1 ? texts.oneSession : plainSentence(texts.someSessions, { n })}</p>
    ${
      newest &&
      html`<p class="kw-muted">
        ${sentence(texts.newest, {
          device: html`<bdi>${deviceOf(newest.userAgent) ?? visit.text(sessionTexts).unknown}</bdi>`,
          date: momentAgo(visit, newest.createdAt, options.now()),
        })}
      </p>`
    }
    <p><a href="${visit.url('/account/sessions')}">${texts.seeSessions}</a></p>
  </section>`
}

function keysCard(visit: SessionVisit, held: readonly Held[], facts: StandingFacts): Html {
  const texts = visit.text(overviewTexts)
  const lines = held.map(({ kind, path, count }): Line => {
    const soon = kind === 'apiKeys' || kind === 'sshKeys' ? facts[kind].count : 0
    return {
      name: texts[kind],
      state: count === 0 ? html`<span class="kw-muted">${texts.none}</span>` : String(count),
      action: html`${soon > 0 && html`<span class="kw-label kw-attention-label">${soon === 1 ? texts.oneEndsSoon : plainSentence(texts.endSoon, { n: soon })}</span> `}<a
          href="${visit.url(path)}"
          >${texts.manage}<span class="kw-hidden"> ${texts[kind]}</span></a
        >`,
    }
  })
  return card(texts.keys, lines)
}

function card(title: string, lines: readonly Line[]): Html {
  return html`<section class="kw-card">
    <h2>${title}</h2>
    <dl class="kw-lines">
      ${lines.map(
        ({ name, state, action }) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${state}</dd>
            ${action && html`<dd>${action}</dd>`}
          </div>`,
      )}
    </dl>
  </section>`
}

async function latest({ audit }: Services, visit: SessionVisit): Promise<readonly AuditEvent[]> {
  if (!visit.theme.shows('/account/activity')) return []
  const read = await audit.own(visit.principal.user.id, {})
  return (await read({ limit: shownEvents, before: null })).rows
}

function activityPart({ options }: Services, visit: SessionVisit, events: readonly AuditEvent[]): Html {
  const texts = visit.text(overviewTexts)
  const rows = events.map((event) => eventRow(visit, event, options.now()))
  return html`<section class="kw-part">
    <div class="kw-heading">
      <h2>${texts.latest}</h2>
      <a href="${visit.url('/account/activity')}">${texts.seeActivity}</a>
    </div>
    ${rowList(rows, html``)}
  </section>`
}
