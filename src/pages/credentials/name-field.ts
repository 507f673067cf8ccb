import { textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import type { Texts } from '../messages/language.js'
import type { SessionVisit } from '../visit/visit.js'

/** The field for the name of a credential. */
export function nameField(
  visit: SessionVisit,
  texts: Texts<{ readonly name: string; readonly nameHint: string }>,
  shown: { readonly name: string; readonly problem: Problem | null; readonly autofocus?: boolean },
): Html {
  const { name: label, nameHint: hint } = visit.text(texts)
  const { name, problem, autofocus } = shown
  const value = problem ? visit.form.text('name') : name
  return textField({ name: 'name', label, hint, value, maxlength: 100, problem, autofocus })
}
