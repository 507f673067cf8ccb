import { withQuery } from '../../auth/with-query.js'
import { KeywardError } from '../../errors.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { deviceOf } from '../../device-name.js'
import { form, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemOf, problemSummary } from '../elements/problem.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { newKeyTexts } from '../messages/new-key.js'
import type { PageRouter } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import type { EnrolmentPlace } from './enrolment-place.js'
import { enrolledReply } from './enrolment.js'

/** A key that is asked for with a password, or one that signs in by itself. */
type KeyKind = 'securityKey' | 'passkey'

/** The form for a key, once more where there is a problem. */
interface NewKeyForm {
  readonly kind: KeyKind
  readonly place: EnrolmentPlace
  readonly problem: Problem | null
}

/** The routes of the form that registers a key. */
export function newKeyRoutes(
  { services, get, post }: PageRouter,
  place: EnrolmentPlace,
  kind: KeyKind = 'securityKey',
): readonly Route[] {
  const keys = pathOf(place, kind)
  return [
    get(`${keys}/new`, {
      level: 'limitedOrTicket',
      handler: async (visit) => newKeyPage(services, visit, { kind, place, problem: null }),
    }),
    post(keys, {
      level: 'enrolling',
      once: place.path,
      again: async (visit, problem) => newKeyPage(services, visit, { kind, place, problem }),
      handler: async (visit) => {
        const { client, principal, form: sent } = visit
        if (sent.text('response') === '') {
          // Either the browser was refused what it asks the key with, or a proof of who is there had to come first.
          await services.securityKeys.options(client, principal, { passkey: kind === 'passkey' })
          return newKeyPage(services, visit, { kind, place, problem: null })
        }
        const name =
          sent.text('name').trim() === '' ? { otherwise: fallbackOf(visit, kind) } : sent.text('name')
        const given = { name, response: readAnswer(sent.text('response')) }
        const enrolled = await services.securityKeys.add(client, principal, given)
        return enrolledReply(services, visit, { place, enrolled, event: 'security_key.added' })
      },
    }),
  ]
}

/** The link to the form for a key; `null` where browsers allow none. */
export function keyLink(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  { place, kind = 'securityKey', rank = 'secondary' }: KeyLink,
): Html | null {
  if (options.rpId === null) return null
  const href = withQuery(visit.url(`${pathOf(place, kind)}/new`), { to: visit.returnTo })
  return html`<a class="kw-button ${rank === 'primary' && 'kw-primary'}" href="${href}"
    >${visit.text(newKeyTexts)[kind].add}</a
  >`
}

/** Where a link to such a form stands. */
interface KeyLink {
  readonly place: EnrolmentPlace
  readonly kind?: KeyKind
  readonly rank?: 'primary' | 'secondary'
}

/** Says why browsers can be asked for no key here; `null` where they can. */
export function keysUnavailable({ options }: Pick<Services, 'options'>, visit: Visit): Problem | null {
  return options.rpId === null ? problemOf(new KeywardError('security_keys_unavailable'), visit) : null
}

function pathOf(place: EnrolmentPlace, kind: KeyKind): string {
  return kind === 'passkey' ? place.passkeys : `${place.path}/security-keys`
}

/** What a key is called that neither its owner nor itself has named: a passkey is known by where it was made. */
function fallbackOf(visit: Visit, kind: KeyKind): string {
  const device = kind === 'passkey' ? deviceOf(visit.client.header('user-agent')[0] ?? null) : null
  return device ?? visit.text(newKeyTexts)[kind].nameDefault
}

function newKeyPage(services: Services, visit: Visit, shown: NewKeyForm): PageContent {
  const texts = visit.text(newKeyTexts)
  const { title } = texts[shown.kind]
  const never = keysUnavailable(services, visit)
  return {
    title,
    section: shown.kind === 'passkey' ? shown.place.passkeySection : shown.place.section,
    securityKey: true,
    main: html`<h1>${title}</h1>
      ${problemSummary(visit, never ?? shown.problem, { name: texts.name })}
      ${!never && newKeyForm(visit, shown)}`,
  }
}

function newKeyForm(visit: Visit, { kind, place, problem }: NewKeyForm): Html {
  const texts = visit.text(newKeyTexts)
  const own = texts[kind]
  const prompt: Prompt = {
    ceremony: 'create',
    options: '/mfa/security-keys/options',
    field: 'response',
    label: own.add,
    about: kind,
    passkey: kind === 'passkey',
  }
  const action = visit.url(pathOf(place, kind))
  return html`<p>${own.text}</p>
    ${form(visit, { action, attributes: promptAttributes(visit, prompt) }, [
      onwardField(visit),
      textField({
        name: 'name',
        label: texts.name,
        hint: own.nameHint,
        value: visit.form.text('name'),
        maxlength: 100,
        optional: true,
        problem,
      }),
      promptButton(visit, prompt),
    ])}`
}
