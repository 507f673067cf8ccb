import type { Pending } from '../auth/pending.js'
import type { SignIn } from '../auth/sign-in.js'
import { standingOf } from '../auth/standing.js'
import type { Services } from '../http/services.js'
import type { SecondStep } from '../policy/enforcement.js'
import { secondSteps } from '../policy/enforcement.js'
import { form, hiddenField, textField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { proofTexts } from './messages/proof.js'
import { secondStepTexts } from './messages/second-step.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import type { Section } from './section.js'
import type { Prompt } from './security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from './security-key-prompt.js'
import { onwardField, onwards } from './sign-in.js'
import type { Visit } from './visit.js'
import { withQuery } from './visit.js'

type Newcomer = Visit<Pending>

const path = '/sign-in/second-step'

/** The second step of a sign-in: one method at a time, the strongest first. */
export const secondStepSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, { level: 'pending', handler: (visit) => stepPage(services, visit, null) }),
    post(path, {
      level: 'pending',
      again: (visit, problem) => stepPage(services, visit, ownWords(visit, problem)),
      handler: async (visit) => {
        const signIn = await verify(services, visit)
        return signIn === null ? stepPage(services, visit, null) : onwards(services, visit, signIn)
      },
    }),
  ],
}

/** `null` = nothing was sent that could be judged. */
async function verify({ secondSteps: steps }: Services, visit: Newcomer): Promise<SignIn | null> {
  const { client, principal, form: sent } = visit
  if (sent.text('response') !== '')
    return steps.securityKey(client, principal, readAnswer(sent.text('response')))
  if (sent.text('code') === '') return null
  if (sent.text('method') === 'recovery_code') return steps.recoveryCode(client, principal, sent.text('code'))
  return steps.totp(client, principal, sent.text('code'))
}

async function stepPage(services: Services, visit: Newcomer, problem: Problem | null): Promise<Page> {
  const { user, policy, pending } = visit.principal
  const { factors, due } = await standingOf(services, user, policy, pending.amr)
  const methods = secondSteps(policy, factors, due)
  const wanted = visit.form.text('method') || visit.query('method')
  const chosen = methods.find((method) => method === wanted) ?? methods[0] ?? 'recovery_code'
  const texts = visit.text(secondStepTexts)
  return {
    title: texts.title,
    securityKey: chosen === 'security_key',
    main: html`<div class="kw-card">
      <h1>${texts.title}</h1>
      ${problemSummary(visit, problem, { code: chosen === 'totp' ? texts.code : texts.recoveryCode })}
      <p>${texts[chosen]}</p>
      ${stepForm(visit, chosen, problem)} ${otherWays(visit, methods, chosen)}
    </div>`,
  }
}

function stepForm(visit: Newcomer, method: SecondStep, problem: Problem | null): Html {
  const texts = visit.text(secondStepTexts)
  const action = visit.url(path)
  const hidden = [onwardField(visit), hiddenField('method', method)]
  if (method === 'security_key') {
    const prompt: Prompt = {
      ceremony: 'get',
      options: '/session/security-key/options',
      field: 'response',
      label: visit.text(proofTexts).useKey,
    }
    return form(visit, { action, attributes: promptAttributes(visit, prompt) }, [
      hidden,
      promptButton(visit, prompt),
    ])
  }
  const totp = method === 'totp'
  return form(visit, { action }, [
    hidden,
    textField({
      name: 'code',
      label: totp ? texts.code : texts.recoveryCode,
      autocomplete: totp ? 'one-time-code' : 'off',
      numeric: totp,
      autofocus: true,
      problem,
    }),
    html`<button class="kw-button kw-primary kw-wide">${texts.verify}</button>`,
  ])
}

function otherWays(visit: Newcomer, methods: readonly SecondStep[], chosen: SecondStep): Html {
  const texts = visit.text(proofTexts)
  const others = methods.filter((method) => method !== chosen)
  const link = (method: string): string => withQuery(visit.url(path), { method, to: visit.to })
  return html`<div class="kw-others">
    <p>${texts.others}</p>
    ${others.map((method) => html`<a class="kw-link" href="${link(method)}">${texts.use[method]}</a>`)}
    <a class="kw-link" href="${withQuery(visit.url('/sign-in'), { to: visit.to })}"
      >${visit.text(secondStepTexts).startOver}</a
    >
  </div>`
}

/** A key that is refused is not a code. */
function ownWords(visit: Newcomer, problem: Problem): Problem {
  if (visit.form.text('response') === '') return problem
  return { summary: visit.text(secondStepTexts).keyRefused, fields: {} }
}
