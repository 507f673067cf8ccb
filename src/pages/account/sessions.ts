import { withQuery } from '../../auth/with-query.js'
import { actorOf } from '../../client.js'
import type { Session } from '../../credentials/session.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie, signedOutReply } from '../../http/sign-in-reply.js'
import { minuteMs } from '../../time.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink, confirmationPage } from '../elements/confirmation.js'
import { deviceIn } from '../../device-name.js'
import { form } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import type { PageContent } from '../elements/page.js'
import { panel } from '../elements/panel.js'
import type { Row } from '../elements/list/rows.js'
import { pager, requestedPage, rowList } from '../elements/list/rows.js'
import { sentence } from '../elements/sentence.js'
import { momentAgo } from '../elements/time.js'
import { amrTexts, sessionTexts } from '../messages/sessions.js'
import type { ByCode } from '../messages/language.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'

const path = '/account/sessions'

/** How long after its last request a session counts as in use. */
const activeMs = 5 * minuteMs

/** What is said of a session that is not in its row. */
interface Told {
  /** Of its address; `null` = the host knows none. */
  readonly place: string | null
  readonly now: number
}

/** The owner's sessions: where they are signed in, and signing out there. */
export const sessionSection: Section = {
  path,
  label: (visit) => visit.text(sessionTexts).title,
  group: 'sign-in',
  icon: 'devices',
  routes: ({ services, get, post }) => [
    get(path, { level: 'session', handler: (visit) => listPage(services, visit) }),
    post(`${path}/:id/end`, {
      level: 'session',
      handler: async (visit) => {
        const { client, principal, param } = visit
        const { user, session } = principal
        await services.sessions.end(actorOf(client, user), user, param('id'))
        if (param('id') !== session.row.id)
          return seeOther(withQuery(visit.url(path), { done: 'session.ended' }))
        const { cookies } = signedOutReply(client, services.options)
        return seeOther(visit.signIn({ notice: 'signed-out' }), cookies)
      },
    }),
    get(`${path}/others`, {
      level: 'session',
      handler: async (visit) => confirmationPage(visit, endingOthersOf(visit)),
    }),
    post(`${path}/others`, {
      level: 'session',
      handler: async (visit) => {
        const proved = await services.endOtherSessions(visit.client, visit.principal)
        const cookies = reissuedCookie(proved, services.options)
        return seeOther(withQuery(visit.url(path), { done: 'sessions.ended' }), cookies)
      },
    }),
  ],
}

async function listPage({ sessions, options }: Services, visit: SessionVisit): Promise<PageContent> {
  const texts = visit.text(sessionTexts)
  const { user, session } = visit.principal
  const found = await sessions.list(user, session.row.id, requestedPage(visit))
  const now = options.now()
  const { locate, shows } = visit.theme
  const rows = await Promise.all(
    found.rows.map(async (row) =>
      rowOf(visit, row, { place: row.ip === null ? null : await locate(row.ip), now }),
    ),
  )
  const strangers = found.rows.length > 1 && shows('/account/password')
  const confirmation = endingOthersOf(visit)
  return {
    title: texts.title,
    section: path,
    main: html`<div class="kw-heading">
        <h1>${texts.title}</h1>
        ${found.rows.length > 1 && confirmationLink(visit, confirmation, texts.endOthers)}
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${rowList(rows, html``)} ${pager(visit, path, found)} ${strangers && notYou(visit)}
      ${confirmationDialog(visit, confirmation)}`,
  }
}

function rowOf(visit: SessionVisit, session: Session, { place, now }: Told): Row {
  const texts = visit.text(sessionTexts)
  const { id, ip, userAgent, current, createdAt, lastSeenAt } = session
  const device = deviceIn(userAgent)
  const name = device?.name ?? userAgent ?? texts.unknown
  const from = ip !== null && html`<bdi>${ip}</bdi>`
  const active = now - Date.parse(lastSeenAt) < activeMs
  return {
    name: html`${icon(device?.form ?? 'devices')}
      <bdi>${name}</bdi> ${current && html`<span class="kw-label kw-success-label">${texts.current}</span>`}`,
    facts: [
      active ? texts.active : sentence(texts.lastSeen, { date: momentAgo(visit, lastSeenAt, now) }),
      sentence(texts.signedIn, { date: momentAgo(visit, createdAt, now) }),
      from && sentence(place === null ? texts.from : texts.fromPlace, { ip: from, place }),
      methodsOf(visit, session.amr),
    ],
    actions: !current && endForm(visit, id, name),
  }
}

/** What to do about a session of somebody else: a new password ends all others, in one go. */
function notYou(visit: SessionVisit): Html {
  const texts = visit.text(sessionTexts)
  const to = withQuery(visit.url('/account/password'), { to: visit.url(path) })
  return panel({
    title: texts.notYou,
    hint: texts.notYouText,
    actions: html`<a class="kw-button" href="${to}">${texts.notYouAction}</a>`,
  })
}

function endForm(visit: SessionVisit, id: string, device: string): Html {
  return form(
    visit,
    { action: visit.url(`${path}/${id}/end`) },
    html`<button class="kw-button kw-small">
      ${visit.text(sessionTexts).end}<span class="kw-hidden"> <bdi>${device}</bdi></span>
    </button>`,
  )
}

function methodsOf(visit: SessionVisit, amr: readonly string[]): string {
  const texts = visit.text<ByCode>(amrTexts)
  return amr.map((method) => (Object.hasOwn(texts, method) ? texts[method] : method)).join(' + ')
}

function endingOthersOf(visit: SessionVisit): Confirmation {
  const texts = visit.text(sessionTexts)
  return {
    id: 'end-others',
    path: `${path}/others`,
    question: texts.endOthersTitle,
    name: '',
    consequence: texts.endOthersText,
    button: texts.endOthers,
    section: path,
  }
}
