import type { KeyProvider, WrappedKey } from '../crypto/keyring.js'
import type { HostCalls } from './host-calls.js'

const dataKeyBytes = 32
const maxKeyIdLength = 128

/** A host's key provider, called through `HostCalls`. Its bytes may be any `Uint8Array`, which the clients of most services answer. */
export function calledProvider(provider: KeyProvider, { ask }: HostCalls): KeyProvider {
  return Object.freeze({
    wrap: (dataKey) => ask('keyProvider.wrap', async () => wrappedOf(await provider.wrap(dataKey))),
    unwrap: (wrapped) => ask('keyProvider.unwrap', async () => dataKeyOf(await provider.unwrap(wrapped))),
  } satisfies KeyProvider)
}

function wrappedOf(answer: WrappedKey): WrappedKey {
  const { keyId, wrapped }: { keyId: unknown; wrapped: unknown } = answer
  const named = typeof keyId === 'string' && keyId !== '' && keyId.length <= maxKeyIdLength
  if (named && wrapped instanceof Uint8Array) return { keyId, wrapped: bytesOf(wrapped) }
  throw new TypeError('wrap must answer a `keyId` of 1 to 128 characters and `wrapped` bytes')
}

function dataKeyOf(answer: unknown): Buffer {
  if (answer instanceof Uint8Array && answer.length === dataKeyBytes) return bytesOf(answer)
  throw new TypeError('unwrap must answer the 32 bytes that were wrapped')
}

/** A Buffer over the same memory, so that wiping it wipes what the host answered. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
