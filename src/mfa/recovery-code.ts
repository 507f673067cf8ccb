import type { Secret } from '../crypto/secret.js'
import { secret, secretBytes } from '../crypto/secret.js'
import { meantCode } from '../typed-text.js'

/** Crockford's base32, which leaves out the letters that look like digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codes = 10
/** Each symbol has 5 bits: 80 bits are too many to guess, even from a leaked digest. */
const symbols = 16
/** Longest text that is looked at, spaces and dashes included. */
const maxLength = 64

/** Makes ten new codes to write down, each of four groups of four characters and for one use. */
export function newRecoveryCodes(): readonly Secret[] {
  return Array.from({ length: codes }, newRecoveryCode)
}

/**
 * The 16 symbols of a code, of which the digest is made, read from what people type: in any case, with spaces and dashes, O for 0, I and L
 * for 1. `null` = the text is no code.
 */
export function canonicalRecoveryCode(text: string): string | null {
  if (text.length > maxLength) return null
  const typed = meantCode(text)
  // This is checked before the case changes: some letters of other scripts, such as `ı`, have an ASCII capital.
  if (!/^[0-9A-Za-z]{16}$/.test(typed)) return null
  const folded = typed.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return folded.includes('U') ? null : folded
}

function newRecoveryCode(): Secret {
  // 256 is a multiple of 32, so no symbol is likelier than another.
  const text = Array.from(secretBytes(symbols), (byte) => alphabet[byte % alphabet.length]).join('')
  return secret(text.replace(/.{4}(?!$)/g, '$&-'))
}
