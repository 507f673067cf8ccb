import type { ErrorCode, FieldError } from '../errors.js'
import { invalidField, KeywardError } from '../errors.js'
import type { RecordedChange } from '../journal.js'
import type { ImportCounts } from './outcome.js'

/** One thing that a line brings: the user, or something of theirs. */
export type Part = { readonly kind: keyof ImportCounts } & (
  | { readonly state: 'same' }
  | { readonly state: 'refused'; readonly errors: readonly FieldError[] }
  /** `prepare` is called once, where nothing of the line is refused. */
  | { readonly state: 'new'; readonly prepare: () => Promise<RecordedChange> }
)

/** Makes the part of what is not there yet. */
export function newPart(kind: Part['kind'], prepare: () => Promise<RecordedChange>): Part {
  return Object.freeze({ kind, state: 'new', prepare } satisfies Part)
}

/**
 * Judges one thing by the rules of the calls that make one; what they refuse becomes a part that is refused, its fields under `field`. What
 * is no refusal, such as an outage, is thrown on.
 */
export async function judged(
  kind: Part['kind'],
  field: string,
  judge: () => Part | Promise<Part>,
): Promise<Part> {
  try {
    return await judge()
  } catch (error) {
    return { kind, state: 'refused', errors: fieldErrors(error, field) }
  }
}

/** What is wrong as fields under a path; throws on what is no refusal of input. */
export function fieldErrors(error: unknown, under: string): readonly FieldError[] {
  if (!(error instanceof KeywardError) || error.status >= 500) throw error
  const errors = error.errors ?? [{ field: '', code: error.code, message: error.message }]
  return errors.map((one) => ({ ...one, field: [under, one.field].filter((step) => step !== '').join('.') }))
}

/** Makes a 422 of a refusal, on the field that it is about. */
export function refusedField(field: string, code: ErrorCode): KeywardError {
  return invalidField(field, code, new KeywardError(code).message)
}

/** Throws 422 for each value that is there as another one. */
export function checkSame(values: Readonly<Record<string, boolean>>): void {
  const others = Object.keys(values).filter((field) => values[field] === false)
  if (others.length === 0) return
  const problem = { code: 'different', message: 'is not what is there, and nothing that is there is changed' }
  throw new KeywardError('invalid_input', { errors: others.map((field) => ({ field, ...problem })) })
}
