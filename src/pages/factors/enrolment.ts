import type { Enrolled, Enroller } from '../../account/enrolment.js'
import type { TotpOffer } from '../../account/totp-enrolment.js'
import { withQuery } from '../../auth/with-query.js'
import { KeywardError } from '../../errors.js'
import type { EventType } from '../../events.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie, signInReply } from '../../http/sign-in-reply.js'
import { form, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { drawing, html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemOf, problemSummary } from '../elements/problem.js'
import { recoveryCodesPage } from '../elements/recovery-codes.js'
import { copyField } from '../elements/secret.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { enrolmentTexts } from '../messages/enrolment.js'
import type { PageRouter } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'

/** Where a factor is set up: in the account, or on the way in, where the policy demands one first. */
export interface EnrolmentPlace {
  /** The address of the page that leads here; those of the forms begin with it. */
  readonly path: string
  /** The path of the section, in the account. */
  readonly section?: string
  /** The address to go on to once a factor is set up. */
  next(visit: Visit): string
}

/** A factor that has just been set up. */
interface NewFactor {
  readonly place: EnrolmentPlace
  readonly enrolled: Enrolled
  readonly event: EventType
}

/** The form for a security key, once more where there is a problem. */
interface NewKeyForm {
  readonly place: EnrolmentPlace
  readonly problem: Problem | null
}

/** The routes of the forms that set a factor up. */
export function enrolmentRoutes(
  { services, get, post }: PageRouter,
  place: EnrolmentPlace,
): readonly Route[] {
  const app = `${place.path}/authenticator`
  const keys = `${place.path}/security-keys`
  return [
    post(app, {
      level: 'enrolling',
      handler: async (visit) => setupPage(visit, place, await services.totp.begin(visit.principal)),
    }),
    post(`${app}/confirmation`, {
      level: 'enrolling',
      once: place.path,
      again: async (visit, problem) => codePage(visit, place, problem),
      handler: async (visit) => {
        const { client, principal, form: sent } = visit
        const enrolled = await services.totp.confirm(client, principal, sent.text('code'))
        return finished(services, visit, { place, enrolled, event: 'totp.confirmed' })
      },
    }),
    get(`${keys}/new`, {
      level: 'limitedOrTicket',
      handler: async (visit) => newKeyPage(services, visit, { place, problem: null }),
    }),
    post(keys, {
      level: 'enrolling',
      once: place.path,
      again: async (visit, problem) => newKeyPage(services, visit, { place, problem }),
      handler: async (visit) => {
        const { client, principal, form: sent } = visit
        if (sent.text('response') === '') {
          // Either the browser was refused what it asks the key with, or a proof of who is there had to come first.
          await services.securityKeys.options(client, principal, { passkey: sent.has('passkey') })
          return newKeyPage(services, visit, { place, problem: null })
        }
        const given = { name: sent.text('name'), response: readAnswer(sent.text('response')) }
        const enrolled = await services.securityKeys.add(client, principal, given)
        return finished(services, visit, { place, enrolled, event: 'security_key.added' })
      },
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

/** The link to the form for a security key; `null` where browsers allow none. */
export function keyLink(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  { path }: Pick<EnrolmentPlace, 'path'>,
): Html | null {
  if (options.rpId === null) return null
  const href = withQuery(visit.url(`${path}/security-keys/new`), { to: visit.returnTo })
  return html`<a class="kw-button" href="${href}">${visit.text(enrolmentTexts).addKey}</a>`
}

/** Goes on, by way of the recovery codes where this was the first factor. */
function finished(
  { options }: Services,
  visit: Visit<Enroller>,
  { place, enrolled, event }: NewFactor,
): PageContent | Reply {
  const { recoveryCodes: codes, outcome } = enrolled
  const cookies =
    'status' in outcome
      ? (signInReply(visit.client, outcome, options).cookies ?? [])
      : reissuedCookie(outcome, options)
  const next = place.next(visit)
  if (codes)
    return recoveryCodesPage(visit, { codes, occasion: 'first', next, section: place.section, cookies })
  return seeOther(place.section === undefined ? next : withQuery(next, { done: event }), cookies)
}

function setupPage(visit: Visit, place: EnrolmentPlace, { secret, qrSvg }: TotpOffer): PageContent {
  const texts = visit.text(enrolmentTexts)
  const grouped = secret.replace(/.{4}(?=.)/g, '$& ')
  return {
    title: texts.appTitle,
    section: place.section,
    main: html`<h1>${texts.appTitle}</h1>
      <ol class="kw-steps">
        <li>
          <p>${texts.scan}</p>
          <div class="kw-qr">${drawing(qrSvg)}</div>
          <details class="kw-details">
            <summary>${texts.cannotScan}</summary>
            <p>${texts.typeIn}</p>
            ${copyField(visit, { id: 'setup-key', label: texts.secret, value: grouped })}
          </details>
        </li>
        <li>
          <p>${texts.enter}</p>
          ${codeForm(visit, place, null)}
        </li>
      </ol>`,
  }
}

/** The page after a wrong code: the app has the secret by then, so it is not shown again. */
function codePage(visit: Visit, place: EnrolmentPlace, problem: Problem): PageContent {
  const texts = visit.text(enrolmentTexts)
  const startOver = { label: texts.startOver, rank: 'secondary' } as const
  return {
    title: texts.appTitle,
    section: place.section,
    main: html`<h1>${texts.appTitle}</h1>
      ${problemSummary(visit, problem, { code: texts.code })}
      <p>${texts.enter}</p>
      ${codeForm(visit, place, problem)} ${appForm(visit, place, startOver)}`,
  }
}

function codeForm(visit: Visit, place: EnrolmentPlace, problem: Problem | null): Html {
  const texts = visit.text(enrolmentTexts)
  return form(visit, { action: visit.url(`${place.path}/authenticator/confirmation`) }, [
    onwardField(visit),
    textField({
      name: 'code',
      label: texts.code,
      autocomplete: 'one-time-code',
      numeric: true,
      maxlength: 32,
      problem,
    }),
    html`<button class="kw-button kw-primary">${texts.enable}</button>`,
  ])
}

function newKeyPage(services: Services, visit: Visit, shown: NewKeyForm): PageContent {
  const texts = visit.text(enrolmentTexts)
  const never = keysUnavailable(services, visit)
  return {
    title: texts.keyTitle,
    section: shown.place.section,
    securityKey: true,
    main: html`<h1>${texts.keyTitle}</h1>
      ${problemSummary(visit, never ?? shown.problem, { name: texts.keyName })}
      ${!never && newKeyForm(services, visit, shown)}`,
  }
}

/** Says why browsers can be asked for no security key here; `null` where they can. */
export function keysUnavailable({ options }: Pick<Services, 'options'>, visit: Visit): Problem | null {
  return options.rpId === null ? problemOf(new KeywardError('security_keys_unavailable'), visit) : null
}

function newKeyForm({ options }: Services, visit: Visit, { place, problem }: NewKeyForm): Html {
  const texts = visit.text(enrolmentTexts)
  const prompt: Prompt = {
    ceremony: 'create',
    options: '/mfa/security-keys/options',
    field: 'response',
    label: texts.addKey,
  }
  const value = visit.form.text('name') || texts.keyNameDefault
  const action = visit.url(`${place.path}/security-keys`)
  return html`<p>${texts.keyText}</p>
    ${form(visit, { action, attributes: promptAttributes(visit, prompt) }, [
      onwardField(visit),
      textField({
        name: 'name',
        label: texts.keyName,
        hint: texts.keyNameHint,
        value,
        maxlength: 100,
        problem,
      }),
      options.passkeys &&
        html`<label class="kw-choice"
          ><input type="checkbox" name="passkey" /><span>${texts.asPasskey}</span></label
        >`,
      promptButton(visit, prompt),
    ])}`
}
