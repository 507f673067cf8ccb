import type { Reauthenticated, SessionPrincipal } from '../auth/reauthentication.js'
import type { KeywardError } from '../errors.js'
import type { Services } from '../http/services.js'
import { form, hiddenField, textField, usernameHint } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { problemTexts } from './messages/problems.js'
import { proofTexts } from './messages/proof.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import type { Prompt } from './security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from './security-key-prompt.js'
import type { Visit } from './visit.js'

/** The fields that prove something; none of them is ever repeated in a page. */
export const proofFields = {
  security_key: 'proof-response',
  totp: 'proof-code',
  recovery_code: 'proof-recovery-code',
  password: 'proof-password',
} as const

export type ProofMethod = keyof typeof proofFields

const order: readonly ProofMethod[] = ['security_key', 'totp', 'recovery_code', 'password']
const chosenField = 'proof-method'
const options = '/session/reauthentication/security-key/options'

/** What is asked for, to whom, and what goes on with it. */
export interface Asked {
  readonly methods: readonly string[]
  readonly action: string
  /** What was asked for before this: sent along again. */
  readonly repeated: readonly (readonly [name: string, value: string])[]
  readonly problem: Problem | null
}

/** The method whose proof a form brings; `null` = none, or not one that is asked for. */
export function methodSent({ form }: Pick<Visit, 'form'>, methods: readonly string[]): ProofMethod | null {
  if (form.has(chosenField) && form.text(chosenField) !== '') return null
  return order.find((method) => methods.includes(method) && form.text(proofFields[method]) !== '') ?? null
}

/** Whether a field is a part of the proof, or of the page that asks for it. */
export function isProofField(name: string): boolean {
  return name.startsWith('proof-') || name === 'form-token'
}

/** Has the proof judged. */
export function prove(
  { reauthentication }: Pick<Services, 'reauthentication'>,
  { client, form }: Visit,
  who: SessionPrincipal,
  method: ProofMethod,
): Promise<Reauthenticated> {
  const text = form.text(proofFields[method])
  switch (method) {
    case 'security_key':
      return reauthentication.proveByKey(client, who, readAnswer(text))
    case 'totp':
      return reauthentication.prove(client, who, { code: text })
    case 'recovery_code':
      return reauthentication.prove(client, who, { recoveryCode: text })
    case 'password':
      return reauthentication.prove(client, who, { password: text })
  }
}

/** Why a proof was refused. */
export function proofProblem(error: KeywardError, visit: Visit, method: ProofMethod): Problem {
  const said = visit.text(problemTexts)[error.errors?.[0]?.code ?? error.code] ?? ''
  if (method === 'security_key' || error.status !== 401) return { summary: said, fields: {} }
  return { summary: null, fields: { [proofFields[method]]: said } }
}

/** The page that asks somebody signed in who they are, by one method, with the others to choose from. */
export function proofPage(visit: Visit, asked: Asked): Page {
  const texts = visit.text(proofTexts)
  const methods = order.filter((method) => asked.methods.includes(method))
  const chosen = methods.find((method) => method === visit.form.text(chosenField)) ?? methods[0] ?? 'password'
  const prompt: Prompt = { ceremony: 'get', options, field: proofFields.security_key, label: texts.useKey }
  const key = chosen === 'security_key'
  const title = texts.title
  return {
    title,
    securityKey: key,
    main: html`<div class="kw-card">
      <h1>${title}</h1>
      ${problemSummary(visit, asked.problem, { [proofFields[chosen]]: texts[chosen] })}
      <p>${texts.why}</p>
      ${form(visit, { action: asked.action, attributes: key ? promptAttributes(visit, prompt) : undefined }, [
        asked.repeated.map(([name, value]) => hiddenField(name, value)),
        key
          ? promptButton(visit, prompt)
          : [
              chosen === 'password' && visit.user && usernameHint(visit.user.username),
              proofField(chosen, texts[chosen], asked.problem),
              html`<button class="kw-button kw-primary">${texts.confirm}</button>`,
            ],
        methods.length > 1 && otherMethods(methods, chosen, texts),
      ])}
    </div>`,
  }
}

function proofField(
  method: Exclude<ProofMethod, 'security_key'>,
  label: string,
  problem: Problem | null,
): Html {
  const name = proofFields[method]
  if (method === 'password') {
    return textField({
      name,
      label,
      problem,
      type: 'password',
      autocomplete: 'current-password',
      autofocus: true,
    })
  }
  if (method === 'recovery_code') return textField({ name, label, problem, autofocus: true })
  return textField({ name, label, problem, autocomplete: 'one-time-code', numeric: true, autofocus: true })
}

function otherMethods(
  methods: readonly ProofMethod[],
  chosen: ProofMethod,
  texts: (typeof proofTexts)['en'],
): Html {
  const others = methods.filter((method) => method !== chosen)
  return html`<div class="kw-others">
    <p>${texts.others}</p>
    ${others.map((method) => html`<button class="kw-link" name="${chosenField}" value="${method}" formnovalidate data-other>${texts.use[method]}</button>`)}
  </div>`
}
