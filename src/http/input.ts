import type { ZodType } from 'zod'
import { z } from 'zod'
import type { FieldError } from '../errors.js'
import { KeywardError } from '../errors.js'
import type { Page, PageRequest } from '../store/page.js'

type Issue = z.core.$ZodIssue

const maxErrors = 50

/** Reads a value by its schema; 422 `invalid_input` lists every field that is not acceptable, and no value. */
export function readInput(schema: ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw new KeywardError('invalid_input', { errors: onePerField(result.error.issues.flatMap(fieldErrors)) })
}

/** `?limit` and `?cursor` of lists. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(100|[1-9][0-9]?)$/)
    .transform(Number)
    .default(50),
  cursor: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9_-]+$/)
    .transform((text, context) => {
      const id = Buffer.from(text, 'base64url').toString('latin1')
      if (/^[!-~]{1,64}$/.test(id) && encodeCursor(id) === text) return id
      context.issues.push({ code: 'invalid_format', format: 'cursor', input: text })
      return z.NEVER
    })
    .optional(),
}

export const page = z.strictObject(pageQuery)

/** The page a list was asked for. */
export function pageRequest({ limit, cursor }: z.output<typeof page>): PageRequest {
  return { limit, before: cursor ?? null }
}

/** The answer of a list. */
export function listOf<Row extends { readonly id: string }>(
  found: Page<Row>,
): { items: readonly Row[]; nextCursor: string | null } {
  const last = found.rows.at(-1)
  return { items: found.rows, nextCursor: found.more && last ? encodeCursor(last.id) : null }
}

function encodeCursor(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url')
}

/** A length is checked even of what has the wrong type: the first reason counts. Thousands of fields are not all listed. */
function onePerField(errors: readonly FieldError[]): readonly FieldError[] {
  const byField = new Map(errors.toReversed().map((error) => [error.field, error]))
  return [...byField.values()].reverse().slice(0, maxErrors)
}

function fieldErrors(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, nameable(key)].join('.'),
      code: 'unknown_field',
      message: 'is not a field of this request',
    }))
  }
  const [code, message] = reason(issue)
  return [{ field: issue.path.join('.'), code, message }]
}

function reason(issue: Issue): [code: string, message: string] {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? ['required', 'is required']
        : ['wrong_type', `must be ${issue.expected}`]
    case 'too_big':
      if (issue.origin === 'string') return ['too_long', 'is too long']
      return ['out_of_range', `must be at most ${String(issue.maximum)}`]
    case 'too_small':
      if (issue.origin === 'string') return ['required', 'must not be empty']
      return ['out_of_range', `must be at least ${String(issue.minimum)}`]
    case 'invalid_value':
      return ['not_allowed', 'is not among the allowed values']
    case 'invalid_union':
      return ['wrong_type', 'is not of an allowed kind']
    default:
      return ['malformed', 'is not well-formed']
  }
}

/** A field's name comes from the caller: only a plain one is repeated. */
function nameable(key: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(key) ? key : '?'
}
