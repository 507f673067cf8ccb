import { withQuery } from '../../auth/with-query.js'
import { KeywardError } from '../../errors.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { form, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemOf, problemSummary } from '../elements/problem.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { enrolmentTexts } from '../messages/enrolment.js'
import type { PageRouter } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import type { EnrolmentPlace } from './enrolment.js'
import { enrolledReply } from './enrolment.js'

/** The form for a security key, once more where there is a problem. */
interface NewKeyForm {
  readonly place: EnrolmentPlace
  readonly problem: Problem | null
}

/** The routes of the form that registers a security key. */
export function newKeyRoutes({ services, get, post }: PageRouter, place: EnrolmentPlace): readonly Route[] {
  const keys = `${place.path}/security-keys`
  return [
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
        return enrolledReply(services, visit, { place, enrolled, event: 'security_key.added' })
      },
    }),
  ]
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

/** Says why browsers can be asked for no security key here; `null` where they can. */
export function keysUnavailable({ options }: Pick<Services, 'options'>, visit: Visit): Problem | null {
  return options.rpId === null ? problemOf(new KeywardError('security_keys_unavailable'), visit) : null
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
