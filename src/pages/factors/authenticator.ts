import type { TotpOffer } from '../../account/totp-enrolment.js'
import { withQuery } from '../../auth/with-query.js'
import { KeywardError } from '../../errors.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { form, hiddenField, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { drawing, html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { copyField } from '../elements/secret.js'
import { authenticatorTexts } from '../messages/factors/authenticator.js'
import type { PageRouter } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import type { Enroller } from '../../account/enrolment.js'
import type { EnrolmentPlace } from './enrolment-place.js'
import { enrolledReply } from './enrolment.js'

/** An authenticator app that is being set up. */
interface Setup {
  readonly place: EnrolmentPlace
  /** `null` = the secret waits for somebody else, so that only a code can be typed. */
  readonly offer: TotpOffer | null
  /** By which the same session finds the offer again. */
  readonly ref: string
  readonly problem: Problem | null
}

/** The field, and the parameter of the address, that says which setup a page is about. */
const refField = 'setup'

/** The routes that set an authenticator app up. Its secret stands under an address of its own for as long as it waits, whatever codes are tried. */
export function authenticatorRoutes(
  { services, get, post }: PageRouter,
  place: EnrolmentPlace,
): readonly Route[] {
  const path = `${place.path}/authenticator`
  return [
    post(path, {
      level: 'enrolling',
      handler: async (visit) => {
        const { ref } = await services.totp.begin(visit.principal)
        return seeOther(withQuery(visit.url(path), { [refField]: ref, to: visit.returnTo }))
      },
    }),
    get(path, {
      level: 'enrolling',
      handler: async (visit) => {
        const ref = visit.query(refField)
        const offer = await services.totp.waiting(visit.principal, ref)
        return offer ? setupPage(visit, { place, offer, ref, problem: null }) : over(visit, place)
      },
    }),
    post(`${path}/confirmation`, {
      level: 'enrolling',
      once: place.path,
      again: async (visit, problem) => {
        const ref = visit.form.text(refField)
        const offer = await services.totp.waiting(visit.principal, ref)
        return setupPage(visit, { place, offer, ref, problem })
      },
      handler: (visit) => confirmed(services, visit, place),
    }),
  ]
}

/** The form whose button begins the setup of an authenticator app. */
export function appForm(
  visit: Visit,
  place: EnrolmentPlace,
  { label, rank }: { readonly label: string; readonly rank: 'primary' | 'secondary' },
): Html {
  const button = html`<button class="kw-button ${rank === 'primary' && 'kw-primary'}">${label}</button>`
  return form(visit, { action: visit.url(`${place.path}/authenticator`) }, [onwardField(visit), button])
}

async function confirmed(
  services: Services,
  visit: Visit<Enroller>,
  place: EnrolmentPlace,
): Promise<PageContent | Reply> {
  const { client, principal, form: sent } = visit
  try {
    const enrolled = await services.totp.confirm(client, principal, sent.text('code'))
    return enrolledReply(services, visit, { place, enrolled, event: 'totp.confirmed' })
  } catch (error) {
    // The time of the secret is over, and not that of the session.
    const late = error instanceof KeywardError && error.code === 'expired' && principal.session
    if (late) return over(visit, place)
    throw error
  }
}

function over(visit: Visit, { path }: EnrolmentPlace): Reply {
  return seeOther(withQuery(visit.url(path), { notice: 'setup-over', to: visit.returnTo }))
}

function setupPage(visit: Visit, { place, offer, ref, problem }: Setup): PageContent {
  const texts = visit.text(authenticatorTexts)
  const restart = { label: texts.startOver, rank: 'secondary' } as const
  return {
    title: texts.title,
    section: place.section,
    main: html`<h1>${texts.title}</h1>
      ${problemSummary(visit, problem, { code: texts.code })}
      <ol class="kw-steps">
        ${offer && html`<li>${texts.install}</li>`} ${offer && html`<li>${secretOf(visit, offer)}</li>`}
        <li>
          <p>${texts.enter}</p>
          ${codeForm(visit, { place, ref, problem })}
        </li>
      </ol>
      ${!offer && appForm(visit, place, restart)}`,
  }
}

function secretOf(visit: Visit, { secret, qrSvg }: TotpOffer): Html {
  const texts = visit.text(authenticatorTexts)
  const grouped = secret.replace(/.{4}(?=.)/g, '$& ')
  return html`<p>${texts.scan}</p>
    <div class="kw-qr">${drawing(qrSvg)}</div>
    <details class="kw-details">
      <summary>${texts.cannotScan}</summary>
      <p>${texts.typeIn}</p>
      ${copyField(visit, { id: 'setup-key', label: texts.secret, value: grouped })}
    </details>`
}

function codeForm(visit: Visit, { place, ref, problem }: Omit<Setup, 'offer'>): Html {
  const texts = visit.text(authenticatorTexts)
  return form(visit, { action: visit.url(`${place.path}/authenticator/confirmation`) }, [
    onwardField(visit),
    hiddenField(refField, ref),
    textField({
      name: 'code',
      label: texts.code,
      hint: problem ? texts.clock : texts.changes,
      autocomplete: 'one-time-code',
      numeric: true,
      maxlength: 32,
      problem,
    }),
    html`<button class="kw-button kw-primary">${texts.enable}</button>`,
  ])
}
