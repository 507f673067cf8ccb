import { userCodeAlphabet, userCodeLength } from '../crypto/secret.js'
import { meantCode } from '../typed-text.js'

/** More than anybody types, with blanks and dashes; what is longer is not looked at. */
const maxTypedLength = 64

/** Reads a user code as people type it, in any case and width, with blanks, dashes and what nobody sees wherever they are; `null` = it can be none. */
export function readUserCode(typed: string): string | null {
  if (typed.length > maxTypedLength) return null
  const code = meantCode(typed).toUpperCase()
  const isCode =
    code.length === userCodeLength && [...code].every((letter) => userCodeAlphabet.includes(letter))
  return isCode ? code : null
}

/** A user code as it is shown, such as `BCDF-GHJK`. */
export function shownUserCode(code: string): string {
  const half = userCodeLength / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}

/** What is digested of a user code: a text that no other secret has. */
export function digestedUserCode(code: string): string {
  return `user-code:${code}`
}
