import { fingerprint } from '../crypto/digest.js'
import { invalidField, KeywardError } from '../errors.js'
import { ConflictError } from '../store/write.js'
import { withoutInvisible } from '../typed-text.js'

const maxLength = 100
/** A few characters fold to many. MariaDB sorts by the first 1,024 bytes, and a character has up to four. */
const maxFoldedLength = 255

/** A name that passed `parseName`. */
export interface Name {
  readonly name: string
  /** The same for two names that look the same, which is why this must be unique. */
  readonly nameKey: string
  /** What lists are searched and sorted by. */
  readonly nameFolded: string
}

/** Reads the name of a credential; 422 unless it has 1 to 100 characters after trimming, and no control or format characters. */
export function parseName(text: string): Name {
  const name = text.trim().normalize('NFC')
  if (name === '') throw invalidField('name', 'required', 'give it a name')
  if ([...name].length > maxLength) {
    throw invalidField('name', 'too_long', `must be at most ${String(maxLength)} characters`)
  }
  // \p{C} is control, format, surrogate, private use and unassigned; \p{Zl} and \p{Zp} break lines.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw invalidField('name', 'invalid_characters', 'must have no control or format characters')
  }
  const folded = fold(name)
  if (folded === '') throw invalidField('name', 'required', 'give it a name that can be seen')
  return { name, nameKey: fingerprint(folded), nameFolded: foldedName(name) }
}

/** What `nameKey` is for a text, whether or not it can be a name: nothing has the key of one that cannot. */
export function nameKeyOf(text: string): string {
  return fingerprint(fold(text.normalize('NFC')))
}

/**
 * A name, or a part of one, as lists are searched and sorted by: without case, blanks around it and invisible characters, the same in
 * every database. Unlike in `nameKey`, a sigma is the same at the end of a word, so that a part of a name is found in the whole.
 */
export function foldedName(text: string): string {
  const folded = fold(text).replaceAll('\u03c2', '\u03c3')
  return [...folded].slice(0, maxFoldedLength).join('')
}

/** Turns the store's conflict over a name into a 409; rethrows everything else. */
export function nameConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'nameKey') {
    throw new KeywardError('name_taken', { cause: error })
  }
  throw error
}

function fold(name: string): string {
  return withoutInvisible(name).normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim()
}
