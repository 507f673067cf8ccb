import { randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './aead.js'
import type { KeyProvider, WrappedKey } from './keyring.js'

/** A value that is kept encrypted: a data key of its own, wrapped, and what that key encrypts. */
export interface Sealed {
  readonly text: SealedText
  /** The key-encryption key it stands under, as `secretsInUse()` lists it. */
  readonly keyId: string
}
export type SealedText = string & { readonly sealed: unique symbol }

/** Where a sealed value stands. Copied to another row, column or user it does not open. */
export interface Place {
  readonly table: string
  readonly id: string
  readonly column: string
  readonly userId: string
}

/** Seals what must be read again but never from the database alone (AES-256-GCM, envelope encryption). */
export interface Sealer {
  seal(plain: Buffer, place: Place): Promise<Sealed>
  /** Throws `SealError`. Wipe (`fill(0)`) what it answers after use. */
  open(sealed: Sealed, place: Place): Promise<Buffer>
  /** The same value with its data key wrapped under the present key-encryption key; the identical object when it is already. */
  rewrap(sealed: Sealed): Promise<Sealed>
}

/** A sealed value could not be made or opened: its key is not to be had, or it is not what was sealed at this place. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

const version = '1'
const dataKeyBytes = 32
const timeLimitMs = 3000

export function sealer(provider: KeyProvider): Sealer {
  return Object.freeze({
    async seal(plain, place) {
      const dataKey = randomBytes(dataKeyBytes)
      try {
        const ciphertext = encrypt(dataKey, plain, associated(place))
        return join(await answered(provider.wrap(dataKey)), ciphertext)
      } finally {
        dataKey.fill(0)
      }
    },

    async open(sealed, place) {
      const { key, ciphertext } = split(sealed)
      const dataKey = await answered(provider.unwrap(key))
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
      const dataKey = await answered(provider.unwrap(key))
      try {
        const wrapped = await answered(provider.wrap(dataKey))
        return wrapped.keyId === sealed.keyId ? sealed : join(wrapped, ciphertext)
      } finally {
        dataKey.fill(0)
      }
    },
  } satisfies Sealer)
}

/** Unambiguous whatever the parts hold. */
function associated({ table, id, column, userId }: Place): string {
  return JSON.stringify(['keyward', version, table, id, column, userId])
}

function join({ keyId, wrapped }: WrappedKey, ciphertext: Buffer): Sealed {
  const text = [version, wrapped.toString('base64url'), ciphertext.toString('base64url')].join('.')
  // Only `join` makes them.
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

async function answered<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in 3 s'))
    }, timeLimitMs)
  })
  try {
    return await Promise.race([asked, tooLate])
  } catch (error) {
    throw new SealError('the key provider gave no key', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
