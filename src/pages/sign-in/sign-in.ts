import { withQuery } from '../../auth/with-query.js'
import type { SessionEnd } from '../../auth/ended-session.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { signedOutReply, signInReply } from '../../http/sign-in-reply.js'
import type { SignIn } from '../../sign-in/outcome.js'
import { form, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { keyProblem, promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { revealButton } from '../elements/reveal.js'
import { controlTexts } from '../messages/controls.js'
import { layoutTexts } from '../messages/layout.js'
import { signInTexts } from '../messages/sign-in.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { whereabouts } from '../visit/whereabouts.js'
import { passwordResetPath } from './password-reset.js'

const path = '/sign-in'

/** Signing in with a password or a passkey, and out. */
export const signInSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'anon',
      handler: async (visit) => {
        const elsewhere = await whereabouts(services, visit)
        if (elsewhere !== null) return seeOther(elsewhere)
        const ended = visit.query('notice') === '' ? await services.signIns.endedSession(visit.client) : null
        return signInPage(services, visit, { ended })
      },
    }),
    post(path, {
      level: 'anon',
      secrets: ['password'],
      again: async (visit, problem) => signInPage(services, visit, { problem }),
      handler: async (visit) => {
        const given = { username: visit.form.text('username'), password: visit.form.text('password') }
        return onwards(services, visit, await services.signIns.withPassword(visit.client, given))
      },
    }),
    ...(services.options.passkeys
      ? [
          post(`${path}/passkey`, {
            level: 'anon',
            again: async (visit, problem) =>
              signInPage(services, visit, {
                problem: keyProblem(visit, problem, visit.text(signInTexts).passkeyFailed),
                unknown: await unknownIn(services, visit, problem),
              }),
            handler: async (visit) => {
              if (visit.form.text('response') === '') {
                await services.passkeys.options(visit.client)
                return signInPage(services, visit, {})
              }
              const response = readAnswer(visit.form.text('response'))
              return onwards(services, visit, await services.passkeys.signIn(visit.client, response))
            },
          }),
        ]
      : []),
    get('/sign-out', { level: 'limited', handler: async (visit) => signOutPage(visit) }),
    post('/sign-out', {
      level: 'limited',
      handler: async (visit) => {
        await services.signIns.signOut(visit.client)
        const { cookies } = signedOutReply(visit.client, services.options)
        return seeOther(visit.signIn({ notice: 'signed-out' }), cookies)
      },
    }),
  ],
}

/** Leads on after a step of a sign-in, with its cookies: to the page that was wanted, or to the step that is still missing. */
export function onwards({ options }: Pick<Services, 'options'>, visit: Visit, signIn: SignIn): Reply {
  const { cookies } = signInReply(visit.client, signIn, options)
  switch (signIn.status) {
    case 'signed_in':
      return seeOther(landing(visit), cookies)
    case 'second_factor_required':
      return seeOther(withQuery(visit.url('/sign-in/second-step'), { to: visit.returnTo }), cookies)
    case 'enrolment_required':
      return seeOther(withQuery(visit.url('/sign-in/enrol'), { to: visit.returnTo }), cookies)
  }
}

/** The address that somebody goes on to once they are signed in. */
export function landing(visit: Visit): string {
  return visit.returnTo ?? visit.url('/account')
}

/** Asks, since a link must sign nobody out: a picture in another page would do. */
function signOutPage(visit: Visit): PageContent {
  const { signOut } = visit.text(layoutTexts)
  const { signOutTitle, cancel } = { ...visit.text(signInTexts), ...visit.text(controlTexts) }
  return {
    title: signOutTitle,
    main: html`<div class="kw-card">
      <h1>${signOutTitle}</h1>
      ${form(
        visit,
        { action: visit.url('/sign-out') },
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary">${signOut}</button
          ><a class="kw-button" href="${visit.url('/account')}">${cancel}</a>
        </div>`,
      )}
    </div>`,
  }
}

/** The passkey that was refused because it is nobody's, and not for another reason: then the browser is to keep it. */
function unknownIn({ passkeys }: Services, { form: sent }: Visit, { code }: Problem): Promise<string | null> {
  return code === 'invalid_code' ? passkeys.unknown(readAnswer(sent.text('response'))) : Promise.resolve(null)
}

/** What the page says beside its form. */
interface Shown {
  readonly problem?: Problem | null
  /** What became of the session that this browser had. */
  readonly ended?: SessionEnd | null
  /** The id of a passkey that nobody has here. */
  readonly unknown?: string | null
}

function signInPage({ options }: Services, visit: Visit, shown: Shown): PageContent {
  const passkeys = options.passkeys && options.rpId !== null
  const texts = visit.text(signInTexts)
  const { logoUrl, username } = visit.theme
  const { problem = null, ended, unknown } = shown
  const label = username.label === null ? texts.username : visit.words(username.label)
  return {
    title: texts.title,
    securityKey: passkeys,
    main: html`<div class="kw-card">
      ${logoUrl !== null && html`<img class="kw-logo" src="${logoUrl}" alt="" height="40" />`}
      <h1>${texts.title}</h1>
      ${ended && html`<p class="kw-banner kw-attention" role="status">${texts[ended]}</p>`}
      ${problemSummary(visit, problem, { username: label, password: texts.password })}
      ${form(visit, { action: visit.url(path) }, [
        onwardField(visit),
        textField({
          name: 'username',
          label,
          type: username.type,
          value: visit.form.text('username'),
          autocomplete: 'username webauthn',
          problem,
          autofocus: true,
        }),
        passwordField(options, visit, problem),
        html`<button class="kw-button kw-primary kw-wide">${texts.signIn}</button>`,
      ])}
      ${passkeys && passkeyForm(visit, unknown ?? null)}
    </div>`,
  }
}

function passwordField({ passwordReset }: Services['options'], visit: Visit, problem: Problem | null): Html {
  const texts = visit.text(signInTexts)
  const help = passwordReset ? visit.url(passwordResetPath) : visit.theme.passwordHelpUrl
  const field = textField({
    name: 'password',
    label: texts.password,
    type: 'password',
    autocomplete: 'current-password',
    beside: revealButton(visit, 'password'),
    problem,
  })
  return html`${field} ${help !== null && html`<p class="kw-help"><a href="${help}">${texts.forgot}</a></p>`}`
}

function passkeyForm(visit: Visit, unknown: string | null): Html {
  const texts = visit.text(signInTexts)
  const prompt: Prompt = {
    ceremony: 'get',
    options: '/session/passkey/options',
    field: 'response',
    label: texts.passkey,
    about: 'passkey',
    secondary: true,
    proposed: true,
    unknown,
  }
  return html`<div class="kw-passkey" data-needs-script hidden>
    <p class="kw-or">${texts.or}</p>
    ${form(visit, { action: visit.url(`${path}/passkey`), attributes: promptAttributes(visit, prompt) }, [
      onwardField(visit),
      promptButton(visit, prompt),
    ])}
  </div>`
}
