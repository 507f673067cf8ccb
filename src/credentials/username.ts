import { invalidField } from '../errors.js'
import { withoutInvisible } from '../typed-text.js'

/** The form of a user name by which it is found and counted: the same in any case, and without invisible characters and blanks around it. */
export function usernameKey(username: string): string {
  // A letter in lower case may go together with the mark after it: without the second time there would be two keys of one name.
  return withoutInvisible(username).normalize('NFKC').toLowerCase().normalize('NFKC').trim()
}

/** Reads a new user name; 422 unless it is 1 to 64 of ASCII letters, digits and `._@+-`. */
export function parseUsername(text: string): string {
  if (text === '') throw invalidField('username', 'required', 'give a user name')
  if (text.length > 64) throw invalidField('username', 'too_long', 'must be at most 64 characters')
  if (!/^[A-Za-z0-9._@+-]+$/.test(text)) {
    throw invalidField('username', 'invalid_characters', 'may have ASCII letters, digits and . _ @ + - only')
  }
  return text
}
