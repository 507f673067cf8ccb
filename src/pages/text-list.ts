import { KeywardError } from '../errors.js'
import { readInput } from '../http/input.js'
import type { ZodType } from 'zod'

/** What was typed into one field, apart by blanks, commas or lines. */
export function textList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '')
}

/** As `readInput`, for a form: what is wrong with one of a list is said of its field. */
export function readFields<T>(schema: ZodType<T>, value: unknown): T {
  try {
    // What the schema lets through is what it promises.
    return readInput(schema, value) as T
  } catch (error) {
    if (!(error instanceof KeywardError) || !error.errors) throw error
    const errors = error.errors.map((one) => ({ ...one, field: one.field.replace(/\.\d+$/, '') }))
    throw new KeywardError('invalid_input', { errors, cause: error })
  }
}
