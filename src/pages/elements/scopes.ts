import { listScopes } from '../../credentials/scope.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import { controlTexts } from '../messages/controls.js'
import type { Form } from '../visit/form.js'
import type { Visit } from '../visit/visit.js'
import { hiddenField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'

/** All scopes, or some: what the scopes are chosen by. */
interface Choice {
  readonly value: 'all' | 'some'
  readonly label: string
  readonly hint?: string
}

/** Scopes that a program asks for, and whoever decides may leave out. */
interface AskedScopes {
  readonly legend: string
  readonly asked: readonly string[]
  /** Those that are not left out so far. */
  readonly kept: readonly string[]
  readonly problem: Problem | null
}

/** The names of the boxes. Hosts name their scopes as they like, so that a scope is the value of its box and not its name. */
const scopeName = /^scope-\d+$/

/** Which scopes there are. */
export interface ScopeSource extends Pick<Services, 'options'> {
  /** Whose credentials they are for. Default: a user's. */
  readonly holder?: Pick<User, 'kind'>
}

/** The field to choose scopes in, or nothing where there are none. */
export function scopeField(
  { options, holder }: ScopeSource,
  visit: Visit,
  problem: Problem | null,
): Html | null {
  const declared = listScopes(options, holder)
  if (declared.length === 0) return null
  const texts = visit.text(controlTexts)
  const error = problem?.fields.scopes
  const chosen = visit.form.text('scope-choice') === 'some' ? 'some' : 'all'
  const chosenScopes = chosenScopesIn(visit.form)
  const required = areRequired({ options, holder })
  const all: Choice = { value: 'all', label: texts.allScopes, hint: texts.allScopesHint }
  return html`<fieldset
    class="kw-field kw-scopes"
    id="scopes"
    tabindex="-1"
    ${error !== undefined && html` aria-describedby="scopes-error"`}
  >
    <legend>${texts.scopes}</legend>
    ${error !== undefined && html`<p class="kw-field-error" id="scopes-error">${error}</p>`}
    ${!required && choiceField(all, chosen)}
    ${!required && choiceField({ value: 'some', label: texts.someScopes }, chosen)}
    <div class="kw-scope-list">
      ${declared.map((scope, i) => scopeBox(scope, `scope-${String(i)}`, chosenScopes))}
    </div>
  </fieldset>`
}

/** The scopes that a form chose; `undefined` where it chose all of them. */
export function scopesIn(form: Form, source: ScopeSource): readonly string[] | undefined {
  const { options, holder } = source
  if (listScopes(options, holder).length === 0) return undefined
  if (!areRequired(source) && form.text('scope-choice') !== 'some') return undefined
  return chosenScopesIn(form)
}

/** The scopes that a program asks for, as the field to leave out some of them. */
export function askedScopeField(
  { options }: Pick<Services, 'options'>,
  { legend, asked, kept, problem }: AskedScopes,
): Html {
  const declared = listScopes(options)
  const error = problem?.fields.scopes
  return html`<fieldset
    class="kw-field"
    id="scopes"
    tabindex="-1"
    ${error !== undefined && html` aria-describedby="scopes-error"`}
  >
    <legend>${legend}</legend>
    ${error !== undefined && html`<p class="kw-field-error" id="scopes-error">${error}</p>`}
    ${hiddenField('scope-choice', 'some')}
    ${asked.map((name, i) => {
      const description = declared.find((scope) => scope.name === name)?.description ?? ''
      return scopeBox({ name, description }, `scope-${String(i)}`, kept)
    })}
  </fieldset>`
}

/** The scopes whose boxes a form has ticked. */
export function chosenScopesIn(form: Form): readonly string[] {
  return form.names().flatMap((name) => (scopeName.test(name) ? [form.text(name)] : []))
}

function areRequired({ options, holder }: ScopeSource): boolean {
  return options.requireScopes || holder?.kind === 'service'
}

/** The scopes of a credential in a list, or nothing where there are none. */
export function scopeFact(
  { options, holder }: ScopeSource,
  visit: Visit,
  scopes: readonly string[],
): Html | null {
  if (listScopes(options, holder).length === 0) return null
  if (scopes[0] === '*') return html`${visit.text(controlTexts).allScopes}`
  return html`${scopes.map((name) => html`<code class="kw-scope">${name}</code> `)}`
}

/** The scopes of one credential with what they are for, or nothing where the host declares none. */
export function scopeList(
  { options, holder }: ScopeSource,
  visit: Visit,
  scopes: readonly string[],
): Html | null {
  const declared = listScopes(options, holder)
  if (declared.length === 0) return null
  const { allScopes, allScopesHint } = visit.text(controlTexts)
  if (scopes[0] === '*') return html`${allScopes} <span class="kw-muted">${allScopesHint}</span>`
  return html`<ul class="kw-plain">
    ${scopes.map((name) => {
      const description = declared.find((scope) => scope.name === name)?.description
      return html`<li><code class="kw-scope">${name}</code> <span class="kw-muted">${description}</span></li>`
    })}
  </ul>`
}

function choiceField({ value, label, hint }: Choice, chosen: string): Html {
  return html`<label class="kw-choice"
    ><input type="radio" name="scope-choice" value="${value}" ${value === chosen && html` checked`} /><span
      >${label}${hint !== undefined && html` <span class="kw-muted">${hint}</span>`}</span
    ></label
  >`
}

function scopeBox(
  { name, description }: { readonly name: string; readonly description: string },
  field: string,
  chosen: readonly string[],
): Html {
  return html`<label class="kw-choice"
    ><input type="checkbox" name="${field}" value="${name}" ${chosen.includes(name) && html` checked`} /><span
      ><code>${name}</code> <span class="kw-muted">${description}</span></span
    ></label
  >`
}
