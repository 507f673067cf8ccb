import { fingerprint } from '../crypto/digest.js'
import { invalidField, KeywardError } from '../errors.js'
import { ConflictError } from '../store/write.js'

const maxLength = 100

export interface Name {
  readonly name: string
  /** The same for two names that look the same: what must be unique. */
  readonly nameKey: string
}

/** Reads the name of a credential: 1 to 100 characters after trimming, no control or format characters; else 422. */
export function parseName(text: string): Name {
  const name = text.trim().normalize('NFC')
  if (name === '') throw invalidField('name', 'required', 'give it a name')
  if ([...name].length > maxLength) {
    throw invalidField('name', 'too_long', `must be at most ${String(maxLength)} characters`)
  }
  // \p{C}: control, format, surrogate, private use, unassigned. \p{Zl} and \p{Zp} break lines.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw invalidField('name', 'invalid_characters', 'must have no control or format characters')
  }
  return { name, nameKey: fingerprint(fold(name)) }
}

/** Turns the store's conflict over a name into a 409; rethrows everything else. */
export function nameConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'nameKey') {
    throw new KeywardError('name_taken', { cause: error })
  }
  throw error
}

function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim()
}
