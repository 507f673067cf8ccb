import { decrypt, encrypt } from './aead.js'
import { deriveKey, keyIdOf } from './derive.js'

/** Where the key-encryption keys live: a KMS of the host's, or by default the configured secrets. Never the database. */
export interface KeyProvider {
  /** Wraps a 32-byte data key under the present key-encryption key, and names that: at most 128 characters. */
  wrap(dataKey: Buffer): Promise<WrappedKey>
  /** Unwraps it again; rejects when the key-encryption key is not to be had or does not fit. */
  unwrap(wrapped: WrappedKey): Promise<Buffer>
}

export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: Buffer
}

/** The key provider that needs no service: keys derived from the configured secrets, the first wraps, all unwrap. */
export function localKeyProvider(secrets: readonly string[]): KeyProvider {
  const ring = new Map(secrets.map((text) => [keyIdOf(text), deriveKey(text, 'seal')]))
  const [present] = ring
  if (!present) throw new TypeError('at least one secret is needed')
  const [keyId, key] = present

  return Object.freeze<KeyProvider>({
    wrap: async (dataKey) => ({ keyId, wrapped: encrypt(key, dataKey, purpose(keyId)) }),
    async unwrap({ keyId: id, wrapped }) {
      const itsKey = ring.get(id)
      const dataKey = itsKey && decrypt(itsKey, wrapped, purpose(id))
      if (!dataKey) throw new Error('no configured secret unwraps this data key')
      return dataKey
    },
  })
}

function purpose(keyId: string): string {
  return `keyward data key ${keyId}`
}
