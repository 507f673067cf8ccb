import { z } from 'zod'
import type { Route } from '../../src/index.js'
import { code } from './markdown.js'

/** A field of a body or a query. */
export interface Field {
  /** Dotted, `[]` for the items of a list. */
  readonly name: string
  readonly required: boolean
  /** What it may be, its limits included, in words. */
  readonly form: string
}

/** What is read of JSON Schema. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** The fields that a schema takes, as they are sent. Conditions between fields have no place in it. */
export function fieldsOf(schema: NonNullable<Route['body']>): readonly Field[] {
  // Every schema of a route is one of zod's: routes hide it from apps only.
  const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })
  return fieldsIn(json as Schema, '')
}

function fieldsIn({ properties = {}, required = [] }: Schema, group: string): readonly Field[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = group + key
    const field = { name, required: required.includes(key), form: formOf(schema) }
    const inner = schema.type === 'array' && schema.items ? schema.items : schema
    return [field, ...fieldsIn(inner, inner === schema ? `${name}.` : `${name}[].`)]
  })
}

function formOf(schema: Schema): string {
  const fallback =
    schema.default === undefined ? '' : `; ${code(JSON.stringify(schema.default))} when omitted`
  return `${bareFormOf(schema)}${fallback}`
}

function bareFormOf(schema: Schema): string {
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ')
  if (schema.anyOf) return schema.anyOf.map(bareFormOf).join(' or ')
  switch (schema.type) {
    case 'string':
      return [textOf(schema), ...patternOf(schema)].join(', ')
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'whole number' : 'number'}${range(schema.minimum, schema.maximum)}`
    case 'array':
      return `list${range(schema.minItems, schema.maxItems, ' items')}${itemsOf(schema.items)}`
    case 'boolean':
    case 'null':
    case 'object':
      return schema.type
    default:
      return 'any'
  }
}

function textOf({ format, minLength, maxLength }: Schema): string {
  if (format === 'date-time') return 'time (RFC 3339)'
  return `text${range(minLength, maxLength, ' characters')}`
}

function patternOf({ format, pattern }: Schema): readonly string[] {
  return pattern === undefined || format === 'date-time' ? [] : [`matching ${code(pattern)}`]
}

function itemsOf(items: Schema | undefined): string {
  return items === undefined || items.type === 'object' ? '' : ` of ${bareFormOf(items)}`
}

function range(least: number | undefined, most: number | undefined, unit = ''): string {
  if (least === 1 && most === undefined && unit !== '') return ', not empty'
  // The largest safe number is no limit that anybody set.
  const max = most === Number.MAX_SAFE_INTEGER ? undefined : most
  const min = least === Number.MIN_SAFE_INTEGER ? undefined : least
  if (min !== undefined && max !== undefined) return `, ${String(min)} to ${String(max)}${unit}`
  if (max !== undefined) return `, at most ${String(max)}${unit}`
  return min === undefined ? '' : `, at least ${String(min)}${unit}`
}
