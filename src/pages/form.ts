import { z } from 'zod'
import type { IncomingBody } from '../http/body.js'
import { readBody } from '../http/body.js'
import { readInput } from '../http/input.js'

/** The fields of a form as a browser sent them: text, each at most once. */
export interface Form {
  /** '' where it was not sent. */
  text(name: string): string
  has(name: string): boolean
  names(): readonly string[]
}

/** A form's fields are text; one that is sent twice is an array, and refused. */
export const formFields = z.record(z.string(), z.string())

export const noForm: Form = readForm({})

/** Wraps the fields. */
export function readForm(fields: Readonly<Record<string, string>>): Form {
  const has = (name: string): boolean => Object.hasOwn(fields, name)
  return Object.freeze({
    has,
    text: (name: string) => (has(name) ? (fields[name] ?? '') : ''),
    names: () => Object.keys(fields),
  })
}

/** Reads the body of a request as a form. */
export async function formOf(body: IncomingBody): Promise<Form> {
  return readForm(readInput(formFields, await readBody(body, { form: true })) as Record<string, string>)
}

/** The fields as a body that has been read, for the request to be asked again. */
export function bodyOf({ message }: IncomingBody, form: Form): IncomingBody {
  return { message, parsed: Object.fromEntries(form.names().map((name) => [name, form.text(name)])) }
}
