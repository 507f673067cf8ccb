import type { Sealed, Sealer } from '../crypto/seal.js'
import { SealError } from '../crypto/seal.js'
import { retryLater } from '../errors.js'
import type { SshPrivateKeyRow } from '../store/ssh-private-key.js'

type Owned = Pick<SshPrivateKeyRow, 'id' | 'userId'>

/** Seals a private key at its row, and wipes it; 503 `unavailable` when the key provider gives no key. */
export async function sealPrivateKey(sealer: Sealer, pkcs8: Buffer, row: Owned): Promise<Sealed> {
  try {
    return await sealer.seal(pkcs8, placeOf(row)).catch(unavailable)
  } finally {
    pkcs8.fill(0)
  }
}

/** The PKCS#8 of a stored key. Wipe (`fill(0)`) it after use. 503 `unavailable` when it does not open. */
export function openPrivateKey(sealer: Sealer, row: SshPrivateKeyRow): Promise<Buffer> {
  return sealer.open({ text: row.sealed, keyId: row.keyId }, placeOf(row)).catch(unavailable)
}

/** The row's sealed text under the present key-encryption key; `null` when it is already. */
export async function rewrapPrivateKey(sealer: Sealer, row: SshPrivateKeyRow): Promise<Sealed | null> {
  const sealed = { text: row.sealed, keyId: row.keyId }
  const moved = await sealer.rewrap(sealed).catch(unavailable)
  return moved === sealed ? null : moved
}

function placeOf({ id, userId }: Owned) {
  return { table: 'ssh_private_key', id, column: 'sealed', userId }
}

function unavailable(error: unknown): never {
  if (!(error instanceof SealError)) throw error
  throw retryLater('unavailable', 1, error)
}
