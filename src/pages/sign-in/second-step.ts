import { offered } from '../../auth/offered.js'
import { withQuery } from '../../auth/with-query.js'
import type { Services } from '../../http/services.js'
import type { SecondStep } from '../../policy/enforcement.js'
import { secondSteps } from '../../policy/enforcement.js'
import type { SignIn } from '../../sign-in/outcome.js'
import type { Pending } from '../../sign-in/pending.js'
import { form, hiddenField, onwardField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { keyProblem, promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { keyPromptWords } from '../factors/proof.js'
import { proofTexts } from '../messages/factors/proof.js'
import { secondStepTexts } from '../messages/factors/second-step.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { onwards } from './sign-in.js'

/** Somebody who has taken the first step of a sign-in. */
type Newcomer = Visit<Pending>

const path = '/sign-in/second-step'

/** The second step of a sign-in: one method at a time, the strongest first. */
export const secondStepSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, { level: 'pending', handler: (visit) => stepPage(services, visit, null) }),
    post(path, {
      level: 'pending',
      again: (visit, problem) =>
        stepPage(services, visit, keyProblem(visit, problem, refusedWords(services, visit))),
      handler: async (visit) => {
        const signIn = await verify(services, visit)
        return signIn === null ? stepPage(services, visit, null) : onwards(services, visit, signIn)
      },
    }),
  ],
}

/** Judges what was sent; `null` where there is nothing to judge, as when another method is chosen. */
async function verify({ secondSteps: steps }: Services, visit: Newcomer): Promise<SignIn | null> {
  const { client, principal, form: sent } = visit
  if (sent.text('response') !== '')
    return steps.securityKey(client, principal, readAnswer(sent.text('response')))
  // The browser was refused what it asks the key with.
  if (sent.has('response')) await steps.securityKeyOptions(client, principal)
  if (sent.text('code') === '') return null
  if (sent.text('method') === 'recovery_code') return steps.recoveryCode(client, principal, sent.text('code'))
  return steps.totp(client, principal, sent.text('code'))
}

async function stepPage(services: Services, visit: Newcomer, problem: Problem | null): Promise<PageContent> {
  const { policy } = visit.principal
  const { factors, due } = await services.factors.compliance(visit.principal)
  const methods = offered(secondSteps(policy, factors, { due }), services.options)
  const wanted = visit.form.text('method') || visit.query('method')
  const chosen = methods.find((method) => method === wanted) ?? methods[0] ?? 'recovery_code'
  const texts = visit.text(secondStepTexts)
  return {
    title: texts.title,
    securityKey: chosen === 'security_key',
    main: html`<div class="kw-card">
      <h1>${texts.title}</h1>
      ${problemSummary(visit, problem, { code: chosen === 'totp' ? texts.code : texts.recoveryCode })}
      <p>${texts[inWords(services, chosen)]}</p>
      ${stepForm(services, visit, { method: chosen, problem })}
      ${otherWays(services, visit, { methods, chosen })}
    </div>`,
  }
}

/** The words for a method: passkeys are a second step, too, where they are allowed. */
function inWords({ options }: Pick<Services, 'options'>, method: SecondStep): SecondStep | 'passkey' {
  return method === 'security_key' && options.passkeys ? 'passkey' : method
}

function refusedWords({ options }: Pick<Services, 'options'>, visit: Newcomer): string {
  const { passkeyRefused, keyRefused } = visit.text(secondStepTexts)
  return options.passkeys ? passkeyRefused : keyRefused
}

function stepForm(
  { options }: Pick<Services, 'options'>,
  visit: Newcomer,
  { method, problem }: { readonly method: SecondStep; readonly problem: Problem | null },
): Html {
  const texts = visit.text(secondStepTexts)
  const action = visit.url(path)
  const hidden = [onwardField(visit), hiddenField('method', method)]
  if (method === 'security_key') {
    const prompt: Prompt = {
      ceremony: 'get',
      options: '/session/security-key/options',
      field: 'response',
      ...keyPromptWords(visit, options),
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

function otherWays(
  services: Pick<Services, 'options'>,
  visit: Newcomer,
  { methods, chosen }: { readonly methods: readonly SecondStep[]; readonly chosen: SecondStep },
): Html {
  const texts = visit.text(proofTexts)
  const others = methods.filter((method) => method !== chosen)
  const link = (method: string): string => withQuery(visit.url(path), { method, to: visit.returnTo })
  return html`<div class="kw-others">
    <p>${texts.others}</p>
    ${others.map((method) => html`<a class="kw-link" href="${link(method)}">${texts.use[inWords(services, method)]}</a>`)}
    <a class="kw-link" href="${visit.signIn({ to: visit.returnTo })}"
      >${visit.text(secondStepTexts).startOver}</a
    >
  </div>`
}
