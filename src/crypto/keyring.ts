import { decrypt, encrypt } from './aead.js'
import { deriveKey, keyIdOf } from './derive.js'

/** Where the key-encryption keys live: in a KMS of the host's or, by default, in the configured secrets. They are never in the database. */
export interface KeyProvider {
  /** Wraps a 32-byte data key under the present key-encryption key, and names that key in at most 128 characters. */
  wrap(dataKey: Buffer): Promise<WrappedKey>
  /** Unwraps a data key again; rejects when the key-encryption key is not available or does not fit. */
  unwrap(wrapped: WrappedKey): Promise<Buffer>
}

/** A data key as it is stored: encrypted, with the name of the key-encryption key. */
export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: Buffer
}

/** Makes the key provider that needs no service: its keys are derived from the configured secrets. The first wraps, all unwrap. */
export function localKeyProvider(secrets: readonly string[]): KeyProvider {
  const ring = new Map(secrets.map((text) => [keyIdOf(text), deriveKey(text, 'seal')]))
  const [present] = ring
  if (!present) throw new TypeError('at least one secret is needed')
  const [keyId, key] = present

  return Object.freeze({
    wrap: async (dataKey) => ({ keyId, wrapped: encrypt(key, dataKey, purpose(keyId)) }),
    async unwrap({ keyId: id, wrapped }) {
      const itsKey = ring.get(id)
      const dataKey = itsKey && decrypt(itsKey, wrapped, purpose(id))
      if (!dataKey) throw new Error('no configured secret unwraps this data key')
      return dataKey
    },
  } satisfies KeyProvider)
}

function purpose(keyId: string): string {
  return `keyward data key ${keyId}`
}
