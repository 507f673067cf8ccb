import { fieldName } from '../visit/field-name.js'
import type { Visit } from '../visit/visit.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'

/** One field of a form. */
interface Field {
  /** The API's name for the field, from which `fieldName` makes the form's. */
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly hint?: Value
  readonly problem?: Problem | null
  readonly type?: 'text' | 'password' | 'email'
  readonly autocomplete?: string
  readonly numeric?: boolean
  readonly optional?: boolean
  readonly maxlength?: number
  readonly autofocus?: boolean
  /** Phones write it in capitals. */
  readonly capitals?: boolean
  /** A button that belongs to the field, in the same line. */
  readonly beside?: Html
}

/** One of the values that a field offers. */
export interface Choice {
  readonly value: string
  readonly label: string
  /** A time in the label, and the label with `{time}` in its place: a script writes it in the browser's time zone. */
  readonly time?: { readonly at: string; readonly text: string }
}

/** A field for a line of text. The value of a password is never put back into a page. */
export function textField(field: Field): Html {
  const {
    name,
    type = 'text',
    value = '',
    autocomplete = 'off',
    numeric,
    optional,
    maxlength,
    capitals,
    beside,
  } = field
  const input = html`<input
    class="kw-input"
    id="${fieldName(name)}"
    name="${fieldName(name)}"
    type="${type}"
    autocomplete="${autocomplete}"
    ${type !== 'password' && html` value="${value}"`}${numeric && html` inputmode="numeric"`}${!optional && html` required`}
    ${maxlength !== undefined && html` maxlength="${maxlength}"`}${attributes(field)}
    autocapitalize="${capitals ? 'characters' : 'none'}"
    spellcheck="false"
  />`
  return labelled(field, beside ? html`<div class="kw-beside">${input} ${beside}</div>` : input)
}

/** A field to choose one value from a list that opens. */
export function selectField(field: Field, choices: readonly Choice[]): Html {
  const { name, value } = field
  const options = choices.map(
    ({ value: own, label, time }) =>
      html`<option
        value="${own}"
        ${own === value && html` selected`}${time && html` data-at="${time.at}" data-text="${time.text}"`}
      >
        ${label}
      </option>`,
  )
  return labelled(
    field,
    html`<select
      class="kw-input"
      id="${fieldName(name)}"
      name="${fieldName(name)}"
      autocomplete="off"
      ${attributes(field)}
    >
      ${options}
    </select>`,
  )
}

/** A field for several lines of text; `mono` is for keys and addresses, whose characters must line up. */
export function textArea(field: Field & { readonly rows?: number; readonly mono?: boolean }): Html {
  const { name, value = '', optional, maxlength, rows = 4, mono } = field
  return labelled(
    field,
    html`<textarea
      class="kw-input ${mono && 'kw-mono'}"
      id="${fieldName(name)}"
      name="${fieldName(name)}"
      rows="${rows}"
      autocomplete="off"
      ${!optional && html` required`}${maxlength !== undefined && html` maxlength="${maxlength}"`}${attributes(field)}
      autocapitalize="none"
      spellcheck="false"
    >
${value}</textarea>`,
  )
}

/** A field to choose one value from a few that are all shown. */
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
          name="${fieldName(name)}"
          value="${choice.value}"
          ${choice.value === value && html` checked`}
        /><span
          >${choice.label}${choice.hint !== undefined && html` <span class="kw-muted">${choice.hint}</span>`}</span
        ></label
      >`,
  )
  return html`<fieldset class="kw-field" id="${fieldName(name)}" tabindex="-1">
    <legend>${label}</legend>
    ${error !== undefined && html`<p class="kw-field-error">${error}</p>`} ${radios}
  </fieldset>`
}

/** The button that sends a form, beside the link that leads back without sending it. */
export function formButtons(label: string, back: string, cancel: string): Html {
  return html`<div class="kw-buttons">
    <button class="kw-button kw-primary">${label}</button><a class="kw-button" href="${back}">${cancel}</a>
  </div>`
}

/** A box to tick. */
export function checkField(
  { name, label, hint }: Pick<Field, 'name' | 'label' | 'hint'>,
  checked: 'checked' | 'unchecked',
): Html {
  return html`<label class="kw-choice"
    ><input
      type="checkbox"
      id="${fieldName(name)}"
      name="${fieldName(name)}"
      ${checked === 'checked' && html` checked`}
    /><span>${label}${hint !== undefined && html` <span class="kw-muted">${hint}</span>`}</span></label
  >`
}

/** An invisible field that tells a password manager whose password the form asks for. */
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

/** A value that a form sends along unseen. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${fieldName(name)}" value="${value}" />`
}

/** A form that posts to one of the account pages; its token shows that it came from a page of ours. */
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
    <label for="${fieldName(name)}">${label}</label>
    ${control}
    ${error !== undefined && html`<p class="kw-field-error" id="${fieldName(name)}-error">${error}</p>`}
    ${hint !== undefined && html`<p class="kw-hint" id="${fieldName(name)}-hint">${hint}</p>`}
  </div>`
}

function attributes({ name, hint, problem, autofocus }: Field): Html {
  const wrong = problem?.fields[name] !== undefined
  const own = fieldName(name)
  const described = [...(wrong ? [`${own}-error`] : []), ...(hint !== undefined ? [`${own}-hint`] : [])]
  return html`${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${wrong && html` aria-invalid="true"`}${autofocus && !problem && html` autofocus`}`
}

/** Sends along with a form where the visitor wants to go on to afterwards. */
export function onwardField({ returnTo }: Visit): Html | null {
  return returnTo === null ? null : hiddenField('to', returnTo)
}
