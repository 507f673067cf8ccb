import { randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './aead.js'
import type { KeyProvider, WrappedKey } from './keyring.js'

/** A value that is stored encrypted: its text holds a data key of its own, wrapped, and what that key encrypts. */
export interface Sealed {
  readonly text: SealedText
  /** The key-encryption key that the data key is wrapped under, as `secretsInUse()` lists it. */
  readonly keyId: string
}

/** The text of a sealed value; a type of its own, so that no plain text is stored in its place. */
export type SealedText = string & { readonly sealed: unique symbol }

/** Where a sealed value is stored. Copied to another row, column or user, it cannot be opened. */
export interface Place {
  readonly table: string
  readonly id: string
  readonly column: string
  readonly userId: string
}

/** Seals values that keyward must read again, and that nobody can read who has the database alone (AES-256-GCM, envelope encryption). */
export interface Sealer {
  seal(plain: Buffer, place: Place): Promise<Sealed>
  /** Opens a sealed value; throws `SealError`. Wipe (`fill(0)`) the answer after use. */
  open(sealed: Sealed, place: Place): Promise<Buffer>
  /** Wraps the data key of a value under the present key-encryption key; answers the identical object when it is under that already. */
  rewrap(sealed: Sealed): Promise<Sealed>
}

/** Thrown when a sealed value cannot be made or opened: its key is not available, or it was not sealed at this place. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

const version = '1'
const dataKeyBytes = 32

/** Makes the sealer, whose key-encryption keys the provider has. */
export function sealer(provider: KeyProvider): Sealer {
  return Object.freeze({
    async seal(plain, place) {
      const dataKey = randomBytes(dataKeyBytes)
      try {
        const ciphertext = encrypt(dataKey, plain, associated(place))
        return join(await given(provider.wrap(dataKey)), ciphertext)
      } finally {
        dataKey.fill(0)
      }
    },

    async open(sealed, place) {
      const { key, ciphertext } = split(sealed)
      const dataKey = await given(provider.unwrap(key))
      try {
        const plain = decrypt(dataKey, ciphertext, associated(place))
        if (!plain) throw new SealError('the value was not sealed at this place')
        return plain
      } finally {
        dataKey.fill(0)
      }
    },

    async rewrap(sealed) {
      const { key, ciphertext } = split(sealed)
      const dataKey = await given(provider.unwrap(key))
      try {
        const wrapped = await given(provider.wrap(dataKey))
        return wrapped.keyId === sealed.keyId ? sealed : join(wrapped, ciphertext)
      } finally {
        dataKey.fill(0)
      }
    },
  } satisfies Sealer)
}

/** The place as associated data; JSON, so that two places never make the same text. */
function associated({ table, id, column, userId }: Place): string {
  return JSON.stringify(['keyward', version, table, id, column, userId])
}

function join({ keyId, wrapped }: WrappedKey, ciphertext: Buffer): Sealed {
  const text = [version, wrapped.toString('base64url'), ciphertext.toString('base64url')].join('.')
  // `SealedText` is made here and nowhere else.
  return { text: text as SealedText, keyId }
}

function split({ text, keyId }: Sealed): { key: WrappedKey; ciphertext: Buffer } {
  const [made, wrapped = '', ciphertext = '', ...more] = text.split('.')
  if (made !== version || more.length > 0) throw new SealError('the value is not a sealed one')
  return {
    key: { keyId, wrapped: Buffer.from(wrapped, 'base64url') },
    ciphertext: Buffer.from(ciphertext, 'base64url'),
  }
}

async function given<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    throw new SealError('the key provider gave no key', { cause: error })
  }
}
