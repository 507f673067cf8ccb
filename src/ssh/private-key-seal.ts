import type { Sealed, Sealer } from '../crypto/seal.js'
import type { SshPrivateKeyRow } from '../store/ssh-private-key.js'

type Owned = Pick<SshPrivateKeyRow, 'id' | 'userId'>

/** Seals a private key (PKCS#8) so that it opens at its own row alone, and wipes it. */
export async function sealPrivateKey(sealer: Sealer, pkcs8: Buffer, row: Owned): Promise<Sealed> {
  try {
    return await sealer.seal(pkcs8, placeOf(row))
  } finally {
    pkcs8.fill(0)
  }
}

/** Unseals the PKCS#8 of a stored key. Wipe (`fill(0)`) it after use. */
export function openPrivateKey(sealer: Sealer, row: SshPrivateKeyRow): Promise<Buffer> {
  return sealer.open({ text: row.sealed, keyId: row.keyId }, placeOf(row))
}

/** Moves a row's sealed text to the present key-encryption key; `null` when it is under that already. */
export async function rewrapPrivateKey(sealer: Sealer, row: SshPrivateKeyRow): Promise<Sealed | null> {
  const sealed = { text: row.sealed, keyId: row.keyId }
  const moved = await sealer.rewrap(sealed)
  return moved === sealed ? null : moved
}

function placeOf({ id, userId }: Owned) {
  return { table: 'ssh_private_key', id, column: 'sealed', userId }
}
