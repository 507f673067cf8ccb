import type { Sealed, SealedText } from '../crypto/seal.js'
import type { OwnedList } from './owned-list.js'
import type { CountedPage } from './page.js'
import type { Write } from './write.js'

/** An SSH private key as it is stored: its private half is sealed. */
export interface SshPrivateKeyRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** SHA-256 of the normalised name, unique per user. */
  readonly nameKey: string
  /** What lists are searched and sorted by. */
  readonly nameFolded: string
  readonly accountName: string | null
  readonly description: string | null
  /** As SSH names it: `ssh-ed25519`. */
  readonly type: string
  /** A line of authorized_keys without options and comment. */
  readonly publicKey: string
  readonly fingerprint: string
  /** PKCS#8 in DER, sealed. */
  readonly sealed: SealedText
  /** The key-encryption key it is sealed under. */
  readonly keyId: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** The port of SSH private keys. */
export interface SshPrivateKeyStore {
  byId(userId: string, id: string): Promise<SshPrivateKeyRow | null>
  list(userId: string, list: OwnedList): Promise<CountedPage<SshPrivateKeyRow>>
  /** `affects: 1`: refused when the user has `room.limit` keys. Throws `ConflictError('nameKey')`. */
  insert(row: SshPrivateKeyRow, room: { limit: number }): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(
    userId: string,
    id: string,
    patch: Partial<Pick<SshPrivateKeyRow, 'name' | 'nameKey' | 'nameFolded' | 'accountName' | 'description'>>,
  ): Write
  /** Notes a use (`affects: 1`): refused when the key is gone. */
  used(userId: string, id: string, at: number): Write
  /** Moves a row that still has its sealed text to a newer key-encryption key. */
  reseal(row: SshPrivateKeyRow, to: Sealed): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
}
