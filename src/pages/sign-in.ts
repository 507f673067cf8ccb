import { authenticate } from '../auth/authenticate.js'
import type { SignIn } from '../auth/sign-in.js'
import { KeywardError } from '../errors.js'
import type { Reply } from '../http/route.js'
import type { Services } from '../http/services.js'
import { signedOutReply, signInReply } from '../http/sign-in-reply.js'
import { form, hiddenField, textField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { signInTexts } from './messages/sign-in.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import type { Prompt } from './security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from './security-key-prompt.js'
import type { Section } from './section.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

const path = '/sign-in'

/** Signing in with a password or a passkey, and out. */
export const signInSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'anon',
      handler: async (visit) =>
        (await isSignedIn(services, visit)) ? seeOther(landing(visit)) : signInPage(services, visit, null),
    }),
    post(path, {
      level: 'anon',
      secrets: ['password'],
      again: async (visit, problem) => signInPage(services, visit, problem),
      handler: async (visit) => {
        const given = { username: visit.form.text('username'), password: visit.form.text('password') }
        return onwards(services, visit, await services.signIns.withPassword(visit.client, given))
      },
    }),
    ...(services.options.passkeys
      ? [
          post(`${path}/passkey`, {
            level: 'anon',
            again: async (visit) => signInPage(services, visit, passkeyProblem(visit)),
            handler: async (visit) => {
              const response = readAnswer(visit.form.text('response'))
              return onwards(services, visit, await services.passkeys.signIn(visit.client, response))
            },
          }),
        ]
      : []),
    post('/sign-out', {
      level: 'limited',
      handler: async (visit) => {
        await services.signIns.signOut(visit.client)
        const { cookies } = signedOutReply(visit.client, services.options)
        return seeOther(withQuery(visit.url(path), { notice: 'signed-out' }), cookies)
      },
    }),
    get('/account', { level: 'limited', handler: async (visit) => seeOther(visit.url('/account/api-keys')) }),
  ],
}

/** Where a sign-in goes on, with its cookies: to what was asked for, or to what is still missing. */
export function onwards({ options }: Pick<Services, 'options'>, visit: Visit, signIn: SignIn): Reply {
  const { cookies } = signInReply(visit.client, signIn, options)
  switch (signIn.status) {
    case 'signed_in':
      return seeOther(landing(visit), cookies)
    case 'second_factor_required':
      return seeOther(withQuery(visit.url('/sign-in/second-step'), { to: visit.to }), cookies)
    case 'enrolment_required':
      return seeOther(withQuery(visit.url('/sign-in/enrol'), { to: visit.to }), cookies)
  }
}

/** Where somebody who is signed in goes on to. */
export function landing(visit: Visit): string {
  return visit.to ?? visit.url('/account')
}

/** Sends `to` along with a form. */
export function onwardField({ to }: Visit): Html | null {
  return to === null ? null : hiddenField('to', to)
}

function signInPage({ options }: Services, visit: Visit, problem: Problem | null): Page {
  const texts = visit.text(signInTexts)
  return {
    title: texts.title,
    securityKey: options.passkeys,
    main: html`<div class="kw-card">
      <h1>${texts.title}</h1>
      ${problemSummary(visit, problem, { username: texts.username, password: texts.password })}
      ${form(visit, { action: visit.url(path) }, [
        onwardField(visit),
        textField({
          name: 'username',
          label: texts.username,
          value: visit.form.text('username'),
          autocomplete: 'username webauthn',
          problem,
          autofocus: true,
        }),
        textField({
          name: 'password',
          label: texts.password,
          type: 'password',
          autocomplete: 'current-password',
          problem,
        }),
        html`<button class="kw-button kw-primary kw-wide">${texts.signIn}</button>`,
      ])}
      ${options.passkeys && passkeyForm(visit)}
    </div>`,
  }
}

function passkeyForm(visit: Visit): Html {
  const texts = visit.text(signInTexts)
  const prompt: Prompt = {
    ceremony: 'get',
    options: '/session/passkey/options',
    field: 'response',
    label: texts.passkey,
    secondary: true,
  }
  return html`<div class="kw-passkey" data-needs-script hidden>
    <p class="kw-or">${texts.or}</p>
    ${form(visit, { action: visit.url(`${path}/passkey`), attributes: promptAttributes(visit, prompt) }, [
      onwardField(visit),
      promptButton(visit, prompt),
    ])}
  </div>`
}

function passkeyProblem(visit: Visit): Problem {
  return { summary: visit.text(signInTexts).passkeyFailed, fields: {} }
}

async function isSignedIn(services: Services, { client }: Visit): Promise<boolean> {
  const principal = await authenticate(services, client).catch((error: unknown) => {
    // A session that has ended, or a header that is none of ours.
    if (error instanceof KeywardError && error.status < 500) return null
    throw error
  })
  return principal?.session != null
}
