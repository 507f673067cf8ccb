import type { ZodType } from 'zod'
import { KeywardError } from '../../errors.js'
import { readInput } from '../../input/read-input.js'

/** Splits what was typed into one field at blanks, commas and line ends. */
export function textList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '')
}

/** Reads input as `readInput` does, for a form: a problem with one entry of a list becomes one with the list's field, since a form has only that. */
export function readFields<T>(schema: ZodType<T>, value: unknown): T {
  try {
    return readInput(schema, value)
  } catch (error) {
    if (!(error instanceof KeywardError) || !error.errors) throw error
    const errors = error.errors.map((one) => ({ ...one, field: one.field.replace(/\.\d+$/, '') }))
    throw new KeywardError('invalid_input', { errors, cause: error })
  }
}
