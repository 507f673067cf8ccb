import { createHash } from 'node:crypto'
import type { StandingFacts } from '../../account/standing.js'
import { readCookie, sessionCookie } from '../../auth/cookie.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { form } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import { newKeyTexts } from '../messages/new-key.js'
import { overviewTexts } from '../messages/overview.js'
import { passkeyTexts } from '../messages/factors/passkeys.js'
import type { SessionVisit } from '../visit/visit.js'

/** The address at which the nudge is put off. */
export const nudgePath = '/account'

const passkeyPath = '/account/passkeys'

const restMs = 30 * dayMs

type Needs = Pick<Services, 'options'>

/**
 * What the account's first page invites to: to turn 2-step verification on, and to add a passkey after a sign-in by password. `null` where
 * there is nothing to invite to, where a banner demands it, or where this user has put it off in this browser.
 */
export function nudge({ options }: Needs, visit: SessionVisit, facts: StandingFacts): Html | null {
  if (facts.unmet !== null || readCookie(visit.client, nameOf({ options })) === markOf(visit)) return null
  const { theme, principal } = visit
  const mayHave = options.passkeys && options.rpId !== null && theme.shows(passkeyPath)
  const offered = mayHave && facts.passkeys === 0 && principal.session.row.amr.includes('pwd')
  if (!facts.twoStep && theme.shows('/account/two-step'))
    return twoStepNudge(visit, offered ? passkeyLink(visit, 'secondary') : null)
  return offered ? passkeyOffer(visit) : null
}

function twoStepNudge(visit: SessionVisit, other: Html | null): Html {
  const texts = visit.text(overviewTexts)
  const action = html`<a class="kw-button kw-primary" href="${visit.url('/account/two-step')}"
    >${texts.nudgeAction}</a
  >`
  return html`<section class="kw-banner kw-nudge" aria-labelledby="kw-nudge">
    ${icon('shield')}
    ${content(visit, { title: texts.nudgeTitle, text: texts.nudge, actions: [action, other] })}
  </section>`
}

/** Only a script knows whether the browser may have a passkey, and shows it. */
function passkeyOffer(visit: SessionVisit): Html {
  const { offerTitle, offer } = visit.text(passkeyTexts)
  return html`<section class="kw-banner kw-nudge" aria-labelledby="kw-nudge" data-needs-passkeys hidden>
    ${icon('passkey')}
    ${content(visit, { title: offerTitle, text: offer, actions: passkeyLink(visit, 'primary') })}
  </section>`
}

function passkeyLink(visit: SessionVisit, rank: 'primary' | 'secondary'): Html {
  return html`<a
    class="kw-button ${rank === 'primary' && 'kw-primary'}"
    href="${visit.url(`${passkeyPath}/new`)}"
    ${rank === 'secondary' && html` data-needs-passkeys hidden`}
    >${visit.text(newKeyTexts).passkey.add}</a
  >`
}

function content(
  visit: SessionVisit,
  { title, text, actions }: { readonly title: string; readonly text: string; readonly actions: Value },
): Html {
  const later = visit.text(overviewTexts).nudgeLater
  return html`<div>
    <h2 id="kw-nudge">${title}</h2>
    <p>${text}</p>
    <div class="kw-buttons">
      ${actions}
      ${form(visit, { action: visit.url(nudgePath) }, html`<button class="kw-button">${later}</button>`)}
    </div>
  </div>`
}

/** The Set-Cookie line that puts the nudge off. It holds no secret: who deletes or makes it only sees, or does not see, the nudge. */
export function putOff({ options }: Needs, visit: SessionVisit): string {
  const secure = options.insecure ? '' : '; Secure'
  return `${nameOf({ options })}=${markOf(visit)}; Max-Age=${String(restMs / 1000)}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

function nameOf({ options }: Needs): string {
  return `${sessionCookie(options)}-later`
}

/** Tells this user from others of the same browser, but not who it is. */
function markOf({ principal }: SessionVisit): string {
  return createHash('sha256').update(`nudge ${principal.user.id}`).digest('hex').slice(0, 16)
}
