import type { Enrolled, Enroller } from '../auth/enrolment.js'
import type { TotpOffer } from '../auth/totp-enrolment.js'
import type { Reply, Route } from '../http/route.js'
import type { Services } from '../http/services.js'
import { reissuedCookie, signInReply } from '../http/sign-in-reply.js'
import { demandOf } from '../policy/enforcement.js'
import { form, textField } from './field.js'
import type { Html } from './html.js'
import { drawing, html } from './html.js'
import { enrolmentTexts } from './messages/enrolment.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import { recoveryCodesPage } from './recovery-codes.js'
import { copyField } from './secret.js'
import type { Section, Site } from './section.js'
import type { Prompt } from './security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from './security-key-prompt.js'
import { landing, onwardField } from './sign-in.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

/** Where factors are set up: in the account, or on the way in. */
export interface EnrolmentPlace {
  readonly path: string
  readonly section?: string
  /** Where to go on to once it is done. */
  next(visit: Visit): string
}

const onTheWayIn: EnrolmentPlace = { path: '/sign-in/enrol', next: landing }

/** Setting up the factor that the policy demands before it lets somebody in. */
export const enrolmentSection: Section = {
  routes: (site) => [
    site.get(onTheWayIn.path, {
      level: 'limitedOrTicket',
      handler: async (visit) =>
        visit.principal.session
          ? seeOther(visit.url('/account/two-step'))
          : demandPage(visit as Visit<Enroller>),
    }),
    ...enrolmentRoutes(site, onTheWayIn),
  ],
}

/** The forms that set a factor up. */
export function enrolmentRoutes({ services, get, post }: Site, place: EnrolmentPlace): readonly Route[] {
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
        return finished(services, visit, place, { enrolled, event: 'totp.confirmed' })
      },
    }),
    get(`${keys}/new`, {
      level: 'limitedOrTicket',
      handler: async (visit) => newKeyPage(services, visit, place, null),
    }),
    post(keys, {
      level: 'enrolling',
      once: place.path,
      again: async (visit, problem) => newKeyPage(services, visit, place, problem),
      handler: async (visit) => {
        const { client, principal, form: sent } = visit
        // The browser could not ask the key, or who it is had to be confirmed first.
        if (sent.text('response') === '') return newKeyPage(services, visit, place, null)
        const given = { name: sent.text('name'), response: readAnswer(sent.text('response')) }
        const enrolled = await services.securityKeys.add(client, principal, given)
        return finished(services, visit, place, { enrolled, event: 'security_key.added' })
      },
    }),
  ]
}

/** The form that begins with an authenticator app. */
export function appForm(visit: Visit, place: EnrolmentPlace, label: string, primary: boolean): Html {
  const button = html`<button class="kw-button ${primary && 'kw-primary'}">${label}</button>`
  return form(visit, { action: visit.url(`${place.path}/authenticator`) }, [onwardField(visit), button])
}

/** The link to the form for a security key. */
export function keyLink(visit: Visit, place: EnrolmentPlace, label: string): Html {
  const href = withQuery(visit.url(`${place.path}/security-keys/new`), { to: visit.to })
  return html`<a class="kw-button" href="${href}">${label}</a>`
}

function finished(
  { options }: Services,
  visit: Visit<Enroller>,
  place: EnrolmentPlace,
  { enrolled, event }: { readonly enrolled: Enrolled; readonly event: string },
): Page | Reply {
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

function demandPage(visit: Visit<Enroller>): Page {
  const texts = visit.text(enrolmentTexts)
  const key = demandOf(visit.principal.policy) === 'security_key'
  return {
    title: texts.demandedTitle,
    main: html`<div class="kw-card">
      <h1>${texts.demandedTitle}</h1>
      <p>${key ? texts.demandedKey : texts.demanded}</p>
      <div class="kw-buttons">
        ${keyLink(visit, onTheWayIn, texts.addKey)} ${!key && appForm(visit, onTheWayIn, texts.useApp, false)}
      </div>
    </div>`,
  }
}

function setupPage(visit: Visit, place: EnrolmentPlace, { secret, qrSvg }: TotpOffer): Page {
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

/** A code was wrong: the app is set up already, and the secret is not shown again. */
function codePage(visit: Visit, place: EnrolmentPlace, problem: Problem): Page {
  const texts = visit.text(enrolmentTexts)
  return {
    title: texts.appTitle,
    section: place.section,
    main: html`<h1>${texts.appTitle}</h1>
      ${problemSummary(visit, problem, { code: texts.code })}
      <p>${texts.enter}</p>
      ${codeForm(visit, place, problem)} ${appForm(visit, place, texts.startOver, false)}`,
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

function newKeyPage(
  { options }: Services,
  visit: Visit,
  place: EnrolmentPlace,
  problem: Problem | null,
): Page {
  const texts = visit.text(enrolmentTexts)
  const prompt: Prompt = {
    ceremony: 'create',
    options: '/mfa/security-keys/options',
    field: 'response',
    label: texts.addKey,
  }
  const value = visit.form.text('name') || texts.keyNameDefault
  const action = visit.url(`${place.path}/security-keys`)
  return {
    title: texts.keyTitle,
    section: place.section,
    securityKey: true,
    main: html`<h1>${texts.keyTitle}</h1>
      ${problemSummary(visit, problem, { name: texts.keyName })}
      <p>${texts.keyText}</p>
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
      ])}`,
  }
}
