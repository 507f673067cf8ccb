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

/** A field for several lines of text; `mono` for keys and addresses. */
export function textArea(field: Field & { readonly rows?: number; readonly mono?: boolean }): Html {
  const { name, value = '', optional, maxlength, rows = 4, mono } = field
  return labelled(
    field,
    html`<textarea
      class="kw-input ${mono && 'kw-mono'}"
      id="${name}"
      name="${name}"
      rows="${rows}"
      autocomplete="off"
      ${!optional && html` required`}${maxlength !== undefined && html` maxlength="${maxlength}"`}${attributes(field)}
      autocapitalize="none"
      spellcheck="false"
    >
${value}</textarea>`,
  )
}

/** One of a few, all of them shown. */
export function radioField(
  { name, label, value, problem }: Pick<Field, 'name' | 'label' | 'value' | 'problem'>,
  choices: readonly (Choice & { readonly hint?: string })[],
): Html {
  const error = problem?.fields[name]
  const radios = choices.map(
    (choice) =>
      html`<label class="kw-choice"
        ><input
          type="radio"
          name="${name}"
          value="${choice.value}"
          ${choice.value === value && html` checked`}
        /><span
          >${choice.label}${choice.hint !== undefined && html` <span class="kw-muted">${choice.hint}</span>`}</span
        ></label
      >`,
  )
  return html`<fieldset class="kw-field" id="${name}" tabindex="-1">
    <legend>${label}</legend>
    ${error !== undefined && html`<p class="kw-field-error">${error}</p>`} ${radios}
  </fieldset>`
}

/** What sends a form, and the way back. */
export function formButtons(label: string, back: string, cancel: string): Html {
  return html`<div class="kw-buttons">
    <button class="kw-button kw-primary">${label}</button><a class="kw-button" href="${back}">${cancel}</a>
  </div>`
}

/** Something that is so or is not. */
export function checkField(
  { name, label, hint }: Pick<Field, 'name' | 'label' | 'hint'>,
  checked: 'checked' | 'unchecked',
): Html {
  return html`<label class="kw-choice"
    ><input type="checkbox" id="${name}" name="${name}" ${checked === 'checked' && html` checked`} /><span
      >${label}${hint !== undefined && html` <span class="kw-muted">${hint}</span>`}</span
    ></label
  >`
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
