import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { HostCalls } from './host-calls.js'

/** Where a host has the public keys of who reports leaked secrets; `null` = there is no key of that id. */
export interface SecretScanningKeys {
  /** Answers the key of an id, as PEM. The same id is asked for with every report: remember what was fetched for a while. */
  readonly publicKey: (keyId: string) => string | null | undefined | PromiseLike<string | null | undefined>
}

/** Those keys, read. */
export interface PublicKeys {
  publicKey(keyId: string): Promise<KeyObject | null>
}

/** A host's public keys, asked for through `HostCalls`. Each must be one of ECDSA over P-256: no other signature is known here. */
export function calledPublicKeys(keys: SecretScanningKeys, { ask }: HostCalls): PublicKeys {
  return Object.freeze({
    publicKey: (keyId) =>
      ask('secretScanning.publicKey', async () => {
        const pem: unknown = await keys.publicKey(keyId)
        return pem === null || pem === undefined ? null : readKey(pem)
      }),
  } satisfies PublicKeys)
}

function readKey(pem: unknown): KeyObject {
  const key = typeof pem === 'string' ? createPublicKey(pem) : null
  if (key?.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  throw new TypeError('publicKey must answer a public key of ECDSA over P-256, as PEM, or null')
}
