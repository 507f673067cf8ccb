import type { z } from 'zod'
import type { FieldError } from '../errors.js'
import { KeywardError } from '../errors.js'

type Issue = z.core.$ZodIssue

/** The one thing that is asked of a schema, so that the types of adapters do not bring zod's types to apps. */
export interface Schema<Output = unknown> {
  safeParse(
    value: unknown,
    how: { readonly reportInput: true },
  ): { success: true; data: Output } | { success: false; error: { issues: readonly object[] } }
}

const maxErrors = 50

/**
 * Reads a value by its schema; 422 `invalid_input` lists every field that is not acceptable, and no value. A property that is `undefined`
 * counts as one that is not there.
 */
export function readInput<T>(schema: Schema<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return withoutUndefined(result.data)
  throw new KeywardError('invalid_input', { errors: onePerField(fieldErrorsOf(result.error.issues)) })
}

function withoutUndefined<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutUndefined) as T
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  const given = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(given.map(([key, member]) => [key, withoutUndefined(member)])) as T
}

/** Keeps the first reason for each field, since a length is checked even where the type is wrong, and lists at most 50 fields. */
function onePerField(errors: readonly FieldError[]): readonly FieldError[] {
  const byField = new Map(errors.toReversed().map((error) => [error.field, error]))
  return [...byField.values()].reverse().slice(0, maxErrors)
}

function fieldErrorsOf(issues: readonly object[]): FieldError[] {
  return (issues as readonly Issue[]).flatMap(fieldErrors)
}

function fieldErrors(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: fieldAt([...issue.path, key]),
      code: 'unknown_field',
      message: 'is not a field of this request',
    }))
  }
  const [code, message] = reason(issue)
  return [{ field: fieldAt(issue.path), code, message }]
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

/** The dotted path of a field. In an object that takes any fields each of its steps may come from the caller. */
function fieldAt(path: Issue['path']): string {
  return path.map((step) => nameable(String(step))).join('.')
}

/** The name of a field as it can be repeated: it comes from the caller, so only a plain one is, and none as long as a secret. */
function nameable(key: string): string {
  return /^[A-Za-z0-9_-]{1,30}$/.test(key) ? key : '?'
}
