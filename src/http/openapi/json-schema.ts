import { z } from 'zod'
import type { Schema } from '../../input/read-input.js'
import { pageQuery } from '../list/paging.js'
import { schemaNames } from '../answer/names.js'

/** A schema as the document has it: JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Writes schemas for the document: one that has a name stands in `components` once, and is referred to everywhere else. */
export interface SchemaWriter {
  /** What may be sent. */
  input(schema: Schema): JsonSchema
  /** What is answered. */
  output(schema: Schema): JsonSchema
  /** The schemas with a name that were met so far, by name. */
  components(): Readonly<Record<string, JsonSchema>>
}

/** In a query a number is text, which the document need not say. */
const limit = { type: 'integer', minimum: 1, maximum: 100, default: 50 }

/** Makes one, for one document. */
export function schemaWriter(): SchemaWriter {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemaNames)) names.add(schema, { id })
  const met = new Map<string, JsonSchema>()
  return Object.freeze({
    input: (schema) => write(schema, 'input'),
    output: (schema) => write(schema, 'output'),
    components: () => Object.fromEntries([...met].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  } satisfies SchemaWriter)

  function write(schema: Schema, io: 'input' | 'output'): JsonSchema {
    // Every schema of a route is one of zod's: routes hide it from apps only.
    const written = z.toJSONSchema(schema as z.ZodType, {
      io,
      // What apps' own functions decide about, or codes of ours, is left open.
      unrepresentable: 'any',
      metadata: names,
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema === pageQuery.limit) Object.assign(jsonSchema, { ...limit, pattern: undefined })
        simplify(jsonSchema)
      },
    })
    const { $schema: _, $defs = {}, ...rest } = pointed(written) as Record<string, unknown>
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
      met.set(name, definition)
    }
    return rest
  }
}

/** Leaves out what says nothing: the form of a time, which its format names, and numbers up to the largest safe one. */
function simplify(schema: Record<string, unknown>): void {
  if (schema.format === 'date-time') delete schema.pattern
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
}

/** Points references to where the document has its schemas. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, pointed(inner)],
    ),
  )
}
