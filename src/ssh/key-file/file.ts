import { KeywardError } from '../../errors.js'
import { visibleLines, withLineEnds } from '../pasted-text.js'
import { armoured } from './armour.js'
import type { Lock } from './lock.js'
import { readOpenSshFile } from './openssh.js'
import { readPbes2 } from './pbes2.js'
import { readPpkFile } from './ppk.js'
import { refusePrivateKey } from './refusal.js'

/** A private key as it was pasted. Only its clear part has been read: nothing has been decrypted. */
export interface PrivateKeyFile {
  /** How the private part is laid out; `der`: PKCS#1, SEC1 and PKCS#8. */
  readonly format: 'openssh' | 'der' | 'ppk'
  /** How the private part is encrypted; `null` = it is not. */
  readonly lock: Lock | null
  readonly body: Uint8Array
  /** The public key the file claims to go with; `null` where the format has none in the clear. */
  readonly publicBlob: Uint8Array | null
}

const maxBytes = 16 * 1024

/** Reads the clear part of a pasted key; 413 over 16 KiB, 422 for what is no key that can be taken. */
export function privateKeyFile(pasted: string): PrivateKeyFile {
  if (Buffer.byteLength(pasted) > maxBytes) throw new KeywardError('payload_too_large')
  const lines = visibleLines(withLineEnds(pasted))
  try {
    return read(lines.join('\n')) ?? refusePrivateKey(isPublic(lines) ? 'public' : 'malformed')
  } catch (error) {
    if (error instanceof KeywardError) throw error
    // The error of a reader is not passed on: it may quote the key.
    return refusePrivateKey('malformed')
  }
}

/** Reads the clear part; `null` when nothing in the text looks like a private key. */
function read(text: string): PrivateKeyFile | null {
  const pem = armoured(text)
  if (!pem) {
    const ppk = readPpkFile(text)
    return ppk && { format: 'ppk', ...ppk }
  }
  const { label, lock, body } = pem
  switch (label) {
    case 'OPENSSH':
      return { format: 'openssh', ...readOpenSshFile(body) }
    case 'ENCRYPTED':
      return { format: 'der', ...readPbes2(body), publicBlob: null }
    case 'RSA':
    case 'EC':
    case '':
      return { format: 'der', lock, body, publicBlob: null }
    case 'DSA':
      return refusePrivateKey('type')
    default:
      return refusePrivateKey('malformed')
  }
}

function isPublic([first = '']: readonly string[]): boolean {
  return (
    /^(ssh-|ecdsa-sha2-|sk-)\S+ +[A-Za-z0-9+/]/.test(first) ||
    /^-{4,5} ?BEGIN [A-Z0-9 ]{0,16}PUBLIC KEY/.test(first)
  )
}
