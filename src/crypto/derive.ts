import { hkdfSync } from 'node:crypto'

/** A 32-byte key from a configured secret, for one purpose only (HKDF-SHA-256, RFC 5869). */
export function deriveKey(configured: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', configured, '', `keyward ${purpose}`, 32))
}

/** The id of a configured secret, as `secretsInUse()` lists it. */
export function keyIdOf(configured: string): string {
  return deriveKey(configured, 'key id').toString('hex').slice(0, 8)
}
