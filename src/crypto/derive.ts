import { hkdfSync } from 'node:crypto'

/** Derives a 32-byte key for one purpose from a configured secret (HKDF-SHA-256, RFC 5869). */
export function deriveKey(configured: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', configured, '', `keyward ${purpose}`, 32))
}

/** The id of a configured secret, 8 hex digits, as `secretsInUse()` lists it. */
export function keyIdOf(configured: string): string {
  return deriveKey(configured, 'key id').toString('hex').slice(0, 8)
}
