import { createHash } from 'node:crypto'
import { readCookie, sessionCookie } from '../../auth/cookie.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { form } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import { overviewTexts } from '../messages/overview.js'
import type { SessionVisit } from '../visit/visit.js'

/** The address at which the nudge is put off. */
export const nudgePath = '/account'

const restMs = 30 * dayMs

type Needs = Pick<Services, 'options'>

/** The nudge to turn 2-step verification on; `null` where this user has put it off in this browser. */
export function nudge({ options }: Needs, visit: SessionVisit): Html | null {
  if (readCookie(visit.client, nameOf({ options })) === markOf(visit)) return null
  const texts = visit.text(overviewTexts)
  return html`<section class="kw-banner kw-nudge" aria-labelledby="kw-nudge">
    ${icon('shield')}
    <div>
      <h2 id="kw-nudge">${texts.nudgeTitle}</h2>
      <p>${texts.nudge}</p>
      <div class="kw-buttons">
        <a class="kw-button kw-primary" href="${visit.url('/account/two-step')}">${texts.nudgeAction}</a>
        ${form(visit, { action: visit.url(nudgePath) }, html`<button class="kw-button">${texts.nudgeLater}</button>`)}
      </div>
    </div>
  </section>`
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
