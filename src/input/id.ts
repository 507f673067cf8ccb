import { z } from 'zod'
import { readInput } from './read-input.js'

/** Reads an id that the app’s own code gives; 422 for what is no text: a database might take it for another’s id. */
export function readId(given: unknown, field = 'id'): string {
  return readInput(z.strictObject({ [field]: z.string() }), { [field]: given })[field] ?? ''
}
