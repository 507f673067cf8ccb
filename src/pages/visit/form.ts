import { z } from 'zod'
import type { IncomingBody } from '../../http/body.js'
import { readBody } from '../../http/body.js'
import { readInput } from '../../input/read-input.js'
import { fieldName } from './field-name.js'

/** The fields of a form as a browser sent them, each at most once. They go by the API's name for them or by the form's own. */
export interface Form {
  /** The text of a field; '' where it was not sent. */
  text(name: string): string
  /** Whether a field was sent; a box that is not ticked is not. */
  has(name: string): boolean
  /** The form's own names of all fields that were sent. */
  names(): readonly string[]
}

/** The schema of a form's body. A field that is sent twice arrives as an array, and is refused. */
export const formFields = z.record(z.string(), z.string())

/** The form of a request that sent none. */
export const noForm: Form = readForm({})

/** Makes a form of the fields that were sent. */
export function readForm(fields: Readonly<Record<string, string>>): Form {
  const sent = new Map(Object.entries(fields).map(([name, text]) => [fieldName(name), text]))
  return Object.freeze({
    has: (name) => sent.has(fieldName(name)),
    text: (name) => sent.get(fieldName(name)) ?? '',
    names: () => [...sent.keys()],
  } satisfies Form)
}

/** Reads the body of a request as a form. */
export async function formOf(body: IncomingBody): Promise<Form> {
  return readForm(readInput(formFields, await readBody(body, { form: true })))
}

/** Makes of a form the body of a request, as if a parser had read it, so that the request can be handled again. */
export function bodyOf({ message }: IncomingBody, form: Form): IncomingBody {
  const parsed = Object.fromEntries(form.names().map((name) => [name, form.text(name)]))
  return { message, parsed, claimed: true }
}
