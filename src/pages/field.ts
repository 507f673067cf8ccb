import type { Html, Value } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'
import type { Visit } from './visit.js'

/** One field of a form. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly hint?: Value
  readonly problem?: Problem | null
  readonly type?: 'text' | 'password'
  readonly autocomplete?: string
  readonly numeric?: boolean
  readonly optional?: boolean
  readonly maxlength?: number
  readonly autofocus?: boolean
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** A field for text. The value of a password is never shown again. */
export function textField(field: Field): Html {
  const { name, type = 'text', value = '', autocomplete = 'off', numeric, optional, maxlength } = field
  return labelled(
    field,
    html`<input
      class="kw-input"
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      ${type !== 'password' && html` value="${value}"`}${numeric && html` inputmode="numeric"`}${!optional && html` required`}
      ${maxlength !== undefined && html` maxlength="${maxlength}"`}${attributes(field)}
      autocapitalize="none"
      spellcheck="false"
    />`,
  )
}

/** A field to choose one of a few. */
export function selectField(field: Field, choices: readonly Choice[]): Html {
  const { name, value } = field
  const options = choices.map(
    (choice) =>
      html`<option value="${choice.value}" ${choice.value === value && html` selected`}>
        ${choice.label}
      </option>`,
  )
  return labelled(
    field,
    html`<select class="kw-input" id="${name}" name="${name}" autocomplete="off" ${attributes(field)}>
      ${options}
    </select>`,
  )
}

/** Tells a password manager whose password is asked for. */
export function usernameHint(username: string): Html {
  return html`<input
    class="kw-hidden"
    type="text"
    autocomplete="username"
    value="${username}"
    readonly
    tabindex="-1"
    aria-hidden="true"
  />`
}

/** What stands hidden in a form. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`
}

/** A form that posts to one of the account pages, with its token. */
export function form(
  visit: Visit,
  { action, attributes: more }: { readonly action: string; readonly attributes?: Html },
  content: Value,
): Html {
  return html`<form method="post" action="${action}" ${more}>
    ${hiddenField('form-token', visit.token())}${content}
  </form>`
}

function labelled(field: Field, control: Html): Html {
  const { name, label, hint } = field
  const error = field.problem?.fields[name]
  return html`<div class="kw-field">
    <label for="${name}">${label}</label>
    ${control} ${error !== undefined && html`<p class="kw-field-error" id="${name}-error">${error}</p>`}
    ${hint !== undefined && html`<p class="kw-hint" id="${name}-hint">${hint}</p>`}
  </div>`
}

function attributes({ name, hint, problem, autofocus }: Field): Html {
  const wrong = problem?.fields[name] !== undefined
  const described = [...(wrong ? [`${name}-error`] : []), ...(hint !== undefined ? [`${name}-hint`] : [])]
  return html`${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${wrong && html` aria-invalid="true"`}${autofocus && !problem && html` autofocus`}`
}
