import type { DerValue } from '../der.js'
import { derContent, derMagnitude, derOid, derSequence, derTag, derValue } from '../der.js'
import type { Lock, LockCipher } from './lock.js'
import { isWholeBlocks, lockCiphers } from './lock.js'
import { refusePrivateKey } from './refusal.js'

/** The most iterations that a file may ask of PBKDF2: they take half a second. */
const maxIterations = 1_000_000
const maxIterationBytes = 4
/** The object identifiers `id-PBES2` and `id-PBKDF2` (RFC 8018, appendix A.4 and A.2). */
const pbes2 = '2a864886f70d01050d'
const pbkdf2 = '2a864886f70d01050c'
const ciphers: Readonly<Record<string, LockCipher>> = {
  '608648016503040102': 'aes-128-cbc',
  '608648016503040116': 'aes-192-cbc',
  '60864801650304012a': 'aes-256-cbc',
  '2a864886f70d0307': 'des-ede3-cbc',
}
/** The hashes that PBKDF2 uses HMAC with, by object identifier (RFC 8018, appendix B.1.2). */
const hashes: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0208': 'sha224',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
}

/** Reads an encrypted PKCS#8 (RFC 5958, section 3); only PBES2 with PBKDF2 is taken, whose iterations are in the clear. */
export function readPbes2(bytes: Buffer): { lock: Lock; body: Buffer } {
  const [algorithm, encrypted] = derSequence(derValue(bytes))
  const [scheme, parameters] = derSequence(algorithm)
  if (derOid(scheme) !== pbes2) return refusePrivateKey('encryption')
  const [derivation, encryption] = derSequence(parameters)
  const [kdf, settings] = derSequence(derivation)
  const [cipherName, initial] = derSequence(encryption)
  const cipher = ciphers[derOid(cipherName)]
  if (derOid(kdf) !== pbkdf2 || cipher === undefined) return refusePrivateKey('encryption')
  const [salt, iterations, ...more] = derSequence(settings)
  const [body, iv] = [derContent(encrypted, derTag.octets), derContent(initial, derTag.octets)]
  if (iv.length !== lockCiphers[cipher].blockBytes || !isWholeBlocks(body, cipher)) {
    return refusePrivateKey('malformed')
  }
  const pbkdf = {
    hash: hashOf(more),
    salt: derContent(salt, derTag.octets),
    iterations: iterationsOf(iterations),
  }
  return { lock: { cipher, kdf: { name: 'pbkdf2', ...pbkdf, iv } }, body }
}

function iterationsOf(value: DerValue | undefined): number {
  const digits = derMagnitude(value)
  if (digits.length === 0) return refusePrivateKey('malformed')
  const iterations = digits.length > maxIterationBytes ? Infinity : digits.readUIntBE(0, digits.length)
  return iterations > maxIterations ? refusePrivateKey('rounds') : iterations
}

/** The hash that is named after the iterations, SHA-1 when none is. The key's length may be there too, which the cipher says as well. */
function hashOf(settings: readonly DerValue[]): string {
  const named = settings.find(({ tag }) => tag === derTag.sequence)
  if (!named) return 'sha1'
  return hashes[derOid(derSequence(named)[0])] ?? refusePrivateKey('encryption')
}
