import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import { placeOf } from '../sign-in/code-check.js'
import type { TotpRow } from '../store/totp.js'

/** Whose authenticator app it is, since when, and until when it waits for its confirmation; epoch ms. */
interface PendingTotp {
  readonly userId: string
  readonly at: number
  readonly expiresAt: number
}

/** Seals the secret of an authenticator app into a row that is not confirmed yet; the secret is wiped, also where it could not be sealed. */
export async function pendingTotp(
  { sealer }: Pick<Core, 'sealer'>,
  secret: Buffer,
  { userId, at, expiresAt }: PendingTotp,
): Promise<TotpRow> {
  const place = { id: newId(at), userId }
  try {
    const { text, keyId } = await sealer.seal(secret, placeOf(place))
    return {
      ...place,
      slot: 'pending',
      sealed: text,
      keyId,
      lastStep: null,
      createdAt: at,
      lastUsedAt: null,
      expiresAt,
    }
  } finally {
    secret.fill(0)
  }
}
