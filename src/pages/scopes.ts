import type { Services } from '../http/services.js'
import { listScopes } from '../credentials/scope.js'
import type { Form } from './form.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import type { Problem } from './problem.js'
import type { Visit } from './visit.js'

const prefix = 'scope:'

/** The scopes to choose from, or nothing where the host declares none. */
export function scopeField(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  problem: Problem | null,
): Html | null {
  const declared = listScopes(options.scopes)
  if (declared.length === 0) return null
  const texts = visit.text(controlTexts)
  const error = problem?.fields.scopes
  const all = visit.form.text('scope-choice') !== 'some'
  return html`<fieldset
    class="kw-field kw-scopes"
    id="scopes"
    tabindex="-1"
    ${error !== undefined && html` aria-describedby="scopes-error"`}
  >
    <legend>${texts.scopes}</legend>
    ${error !== undefined && html`<p class="kw-field-error" id="scopes-error">${error}</p>`}
    ${!options.requireScopes && choice('all', texts.allScopes, texts.allScopesHint, all)}
    ${!options.requireScopes && choice('some', texts.someScopes, null, !all)}
    <div class="kw-scope-list">
      ${declared.map(({ name, description }) => scope(name, description, visit.form.has(prefix + name)))}
    </div>
  </fieldset>`
}

/** The scopes that were chosen; `undefined` = all. */
export function scopesIn(form: Form, { options }: Pick<Services, 'options'>): readonly string[] | undefined {
  const { scopes, requireScopes } = options
  if (Object.keys(scopes).length === 0 || (!requireScopes && form.text('scope-choice') !== 'some'))
    return undefined
  return form.names().flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
}

/** The scopes of a list's row; nothing where the host declares none. */
export function scopeFact(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  scopes: readonly string[],
): Html | null {
  if (Object.keys(options.scopes).length === 0) return null
  if (scopes[0] === '*') return html`${visit.text(controlTexts).allScopes}`
  return html`${scopes.map((name) => html`<code class="kw-scope">${name}</code> `)}`
}

function choice(value: string, label: string, hint: string | null, checked: boolean): Html {
  return html`<label class="kw-choice"
    ><input type="radio" name="scope-choice" value="${value}" ${checked && html` checked`} /><span
      >${label}${hint !== null && html` <span class="kw-muted">${hint}</span>`}</span
    ></label
  >`
}

function scope(name: string, description: string, checked: boolean): Html {
  return html`<label class="kw-choice"
    ><input type="checkbox" name="${prefix + name}" ${checked && html` checked`} /><span
      ><code>${name}</code> <span class="kw-muted">${description}</span></span
    ></label
  >`
}
