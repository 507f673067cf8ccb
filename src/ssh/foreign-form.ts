import { derSequence, derTag, derValue } from './der.js'
import type { KeyRefusal } from './key-type.js'

/** How private keys begin: PEM, the private form beside RFC 4716, PuTTY, SSH 1, and an OpenSSH key that lost its header line. */
const privateKey =
  /-{4,5} ?BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY|PuTTY-User-Key-File-\d|SSH PRIVATE KEY FILE|^b3BlbnNzaC1rZXktdjE/
/** What stands between the dashes of PEM (RFC 7468). */
const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/
const forms: Readonly<Record<string, KeyRefusal>> = {
  'PUBLIC KEY': 'pkcs8_public_key',
  'RSA PUBLIC KEY': 'pkcs1_public_key',
  CERTIFICATE: 'certificate_not_allowed',
  'TRUSTED CERTIFICATE': 'certificate_not_allowed',
}
const base64 = /^M[A-Za-z0-9+/]{30,}={0,2}$/
/** A private key in PKCS#1, PKCS#8 or SEC 1 begins with its version, of one byte; a public key in PKCS#1 with its modulus, of many. */
const maxVersionLength = 1

/** Recognises a key that is in no form that SSH has for public keys, as the reason to refuse it; `null` = the text is no such key. */
export function foreignForm(lines: readonly string[]): KeyRefusal | null {
  const text = lines.join('\n')
  if (privateKey.test(text)) return 'private_key_pasted'
  const [, named = ''] = label.exec(text) ?? []
  return Object.hasOwn(forms, named) ? (forms[named] ?? null) : formOfDer(lines.join(''))
}

/** Recognises a key that was pasted without the first and last line of its PEM. */
function formOfDer(text: string): KeyRefusal | null {
  if (!base64.test(text)) return null
  try {
    const [first] = derSequence(derValue(Buffer.from(text, 'base64')))
    if (first?.tag === derTag.sequence) return 'pkcs8_public_key'
    if (first?.tag !== derTag.integer) return null
    return first.content.length > maxVersionLength ? 'pkcs1_public_key' : 'private_key_pasted'
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
