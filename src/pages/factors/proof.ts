import type { Reauthenticated } from '../../account/reauthentication.js'
import { refusableHolder } from '../../auth/recording.js'
import type { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { form, hiddenField, textField, usernameHint } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary, tryAgain } from '../elements/problem.js'
import type { Prompt } from '../elements/security-key-prompt.js'
import { promptAttributes, promptButton, readAnswer } from '../elements/security-key-prompt.js'
import { problemTexts } from '../messages/problems.js'
import { proofTexts } from '../messages/factors/proof.js'
import type { ByCode } from '../messages/language.js'
import type { SessionVisit, Visit } from '../visit/visit.js'

/** The form field that brings each method's proof. None of them is ever repeated in a page. */
export const proofFields = {
  security_key: 'proof-response',
  totp: 'proof-code',
  recovery_code: 'proof-recovery-code',
  password: 'proof-password',
} as const

/** The methods by which somebody signed in proves who they are. */
export type ProofMethod = keyof typeof proofFields

/** The strongest comes first. */
const order: readonly ProofMethod[] = ['security_key', 'totp', 'recovery_code', 'password']
const chosenField = 'proof-method'
const options = '/session/reauthentication/security-key/options'

/** A proof that is demanded, and what goes on once it is given. */
export interface DemandedProof {
  readonly methods: readonly string[]
  /** The address that the form is sent to. */
  readonly action: string
  /** The fields of the form that the proof interrupts, which are sent along again. */
  readonly repeated: readonly (readonly [name: string, value: string])[]
  readonly problem: Problem | null
  /** Whether a passkey does where a security key is asked for. */
  readonly passkeys: boolean
}

/** The method whose proof a form brings; `null` where it brings none, or none that is demanded. */
export function methodSent({ form }: Pick<Visit, 'form'>, methods: readonly string[]): ProofMethod | null {
  if (form.has(chosenField) && form.text(chosenField) !== '') return null
  return order.find((method) => methods.includes(method) && form.text(proofFields[method]) !== '') ?? null
}

/** Whether the form for a security key came without the key's answer, as it does when the browser was refused what it asks the key with. */
export function isUnanswered({ form }: Pick<Visit, 'form'>): boolean {
  const field = proofFields.security_key
  return form.has(field) && form.text(field) === '' && form.text(chosenField) === ''
}

/** Whether a field belongs to the proof, or to the page that asks for it. */
export function isProofField(name: string): boolean {
  return name.startsWith('proof-') || name === 'form-token'
}

/** Has the proof judged, and records a refusal, since the caller shows it as a page instead of passing it on. */
export async function prove(
  services: Pick<Services, 'reauthentication' | 'entrance'>,
  visit: SessionVisit,
  method: ProofMethod,
): Promise<Reauthenticated> {
  const { client, principal } = visit
  return services.entrance.recording(client, refusableHolder(principal), () => judge(services, visit, method))
}

function judge(
  { reauthentication }: Pick<Services, 'reauthentication'>,
  { client, form, principal: who }: SessionVisit,
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

/** Says why a proof was refused, and until when where there were too many. */
export function proofProblem(
  error: KeywardError,
  visit: Visit,
  { method, now }: { readonly method: ProofMethod; readonly now: number },
): Problem {
  const again = tryAgain(error, visit, now)
  if (again) return { summary: again, fields: {} }
  const text = visit.text<ByCode>(problemTexts)[error.errors?.[0]?.code ?? error.code] ?? ''
  if (method === 'security_key' || error.status !== 401) return { summary: text, fields: {} }
  return { summary: null, fields: { [proofFields[method]]: text } }
}

/** What a form says that asks for a second factor by the browser. */
export function keyPromptWords(
  visit: Visit,
  { passkeys }: { readonly passkeys: boolean },
): Pick<Prompt, 'label' | 'about'> {
  const { useKey, usePasskey } = visit.text(proofTexts)
  return passkeys ? { label: usePasskey, about: 'either' } : { label: useKey, about: 'securityKey' }
}

/** The page on which somebody signed in proves who they are by one method, with the others to choose from. */
export function proofPage(visit: Visit, demanded: DemandedProof): PageContent {
  const texts = visit.text(proofTexts)
  const methods = order.filter((method) => demanded.methods.includes(method))
  const chosen = methods.find((method) => method === visit.form.text(chosenField)) ?? methods[0] ?? 'password'
  const prompt: Prompt = {
    ceremony: 'get',
    options,
    field: proofFields.security_key,
    ...keyPromptWords(visit, demanded),
  }
  const key = chosen === 'security_key'
  const title = texts.title
  return {
    title,
    securityKey: key,
    main: html`<div class="kw-card">
      <h1>${title}</h1>
      ${problemSummary(visit, demanded.problem, { [proofFields[chosen]]: texts[chosen] })}
      <p>${texts.why}</p>
      ${form(
        visit,
        { action: demanded.action, attributes: key ? promptAttributes(visit, prompt) : undefined },
        [
          demanded.repeated.map(([name, value]) => hiddenField(name, value)),
          key
            ? promptButton(visit, prompt)
            : [
                chosen === 'password' && visit.user && usernameHint(visit.user.username),
                proofField(chosen, texts[chosen], demanded.problem),
                html`<button class="kw-button kw-primary">${texts.confirm}</button>`,
              ],
          methods.length > 1 && otherMethods(visit, demanded, { methods, chosen }),
        ],
      )}
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
  visit: Visit,
  { passkeys }: Pick<DemandedProof, 'passkeys'>,
  { methods, chosen }: { readonly methods: readonly ProofMethod[]; readonly chosen: ProofMethod },
): Html {
  const texts = visit.text(proofTexts)
  const { use } = texts
  const words = (method: ProofMethod): string =>
    method === 'security_key' && passkeys ? use.passkey : use[method]
  const others = methods.filter((method) => method !== chosen)
  return html`<div class="kw-others">
    <p>${texts.others}</p>
    ${others.map((method) => html`<button class="kw-link" name="${chosenField}" value="${method}" formnovalidate data-other>${words(method)}</button>`)}
  </div>`
}
