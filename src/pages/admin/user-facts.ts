import type { AdminCredential } from '../../admin/credentials.js'
import type { AdminUser } from '../../admin/admin-user.js'
import { withQuery } from '../../auth/with-query.js'
import type { Services } from '../../http/services.js'
import { eventRow } from '../elements/event-row.js'
import { deviceOf } from '../../device-name.js'
import { expiryFact } from '../elements/expiry.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { address, lastUse } from '../elements/last-use.js'
import { panel } from '../elements/panel.js'
import type { Row } from '../elements/list/rows.js'
import { rowList } from '../elements/list/rows.js'
import { sentence } from '../elements/sentence.js'
import { momentAgo } from '../elements/time.js'
import { adminCredentialTexts, kindTexts } from '../messages/admin/admin-credentials.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { SessionVisit } from '../visit/visit.js'

/** How many of each the page of a user shows. */
const shown = 5

/** What a user holds and what happened in their account, as far as one page shows it. */
export async function userFacts(services: Services, visit: SessionVisit, { id }: AdminUser): Promise<Html> {
  const texts = visit.text(adminUserTexts)
  const { credentials, audit } = services
  const first = { limit: shown, before: null }
  const [sessions, ...held] = await Promise.all(
    (['session', 'api_key', 'token', 'ssh_key'] as const).map((kind) =>
      credentials.list({ user: id, kind }, first),
    ),
  )
  const read = await audit.all({ userId: id })
  const events = await read(first)
  const newest = held.flatMap(({ rows }) => rows).sort((a, b) => (a.id < b.id ? 1 : -1))
  const list = (rows: readonly Row[], none: string): Html =>
    rowList(rows, html`<p class="kw-hint">${none}</p>`)
  return html`${panel({
    title: texts.sessions,
    hint: texts.sessionsHint,
    actions: null,
    content: list(
      (sessions?.rows ?? []).map((one) => sessionRow(services, visit, one)),
      texts.noSessions,
    ),
  })}
  ${panel({
    title: texts.held,
    hint: texts.heldHint,
    actions: link(visit, { to: '/account/admin/credentials', user: id, label: texts.credentials }),
    content: list(
      newest.slice(0, shown).map((one) => credentialRow(services, visit, one)),
      texts.noHeld,
    ),
  })}
  ${panel({
    title: texts.events,
    hint: texts.eventsHint,
    actions: link(visit, { to: '/account/admin/activity', user: id, label: texts.allEvents }),
    content: list(
      events.rows.map((event) => eventRow(visit, { ...event, userId: null }, services.options.now())),
      texts.eventsHint,
    ),
  })}`
}

/** Leads to a section that tells more of a user, if there is one. */
function link(visit: SessionVisit, { to, user, label }: Record<'to' | 'user' | 'label', string>): Value {
  return (
    visit.theme.shows(to) &&
    html`<a class="kw-button" href="${withQuery(visit.url(to), { user })}">${label}</a>`
  )
}

function sessionRow({ options }: Services, visit: SessionVisit, one: AdminCredential): Row {
  const texts = visit.text(adminUserTexts)
  const own = one.id === visit.principal.session.row.id
  return {
    name: html`<bdi>${deviceOf(one.userAgent) ?? visit.text(kindTexts).session}</bdi
      >${own && html` <span class="kw-label">${texts.thisSession}</span>`}`,
    facts: [
      sentence(texts.seen, { time: momentAgo(visit, one.lastUsedAt ?? one.createdAt, options.now()) }),
      one.ip !== null && sentence(texts.fromIp, { ip: address(one.ip) }),
    ],
  }
}

function credentialRow({ options }: Services, visit: SessionVisit, one: AdminCredential): Row {
  const { kind, name, hint, lastUsedAt, expiresAt, ip } = one
  const now = options.now()
  const label = visit.text(kindTexts)[kind]
  const style = kind === 'token' ? 'time' : 'date'
  return {
    name: html`<bdi>${name ?? label}</bdi>`,
    aside: html`<p class="kw-aside">
      <span class="kw-label">${label}</span> ${hint !== null && html`<code>${hint}</code>`}
    </p>`,
    facts: [
      lastUse(visit, { at: lastUsedAt, ip, now }),
      expiryFact(visit, { expiresAt, now, style }, visit.text(adminCredentialTexts)),
    ],
  }
}
