import { invalidField } from '../errors.js'

const maxDescription = 500

/** Reads what somebody says that something is for, a blank text as `null`; 422 beyond 500 characters, or with control or format characters. */
export function parseDescription(given: string | null): string | null {
  const text = given?.trim().normalize('NFC') ?? ''
  if (text === '') return null
  if ([...text].length > maxDescription) {
    throw invalidField('description', 'too_long', `must be at most ${String(maxDescription)} characters`)
  }
  if (/[^\P{C}\n\r\t]/u.test(text)) {
    throw invalidField('description', 'invalid_characters', 'must have no control or format characters')
  }
  return text
}
