import type { Sealed, SealedText } from '../crypto/seal.js'
import type { Write } from './write.js'

/** An authenticator app as it is stored. */
export interface TotpRow {
  readonly id: string
  readonly userId: string
  /** `pending` until its first code confirms it: until then it is no factor. */
  readonly slot: TotpSlot
  readonly sealed: SealedText
  /** The key-encryption key it is sealed under. */
  readonly keyId: string
  /** The time step of the last code that was accepted. */
  readonly lastStep: number | null
  readonly createdAt: number
  readonly lastUsedAt: number | null
  /** Until when it can be confirmed; `null` once it is active. */
  readonly expiresAt: number | null
}
/** Which of the two apps that a user can have at once: the one in use, or the one being set up. */
export type TotpSlot = 'active' | 'pending'

/** The port of authenticator apps. */
export interface TotpStore {
  read(userId: string, slot: TotpSlot): Promise<TotpRow | null>
  /** Puts a row into the pending slot, in the place of what is there. */
  begin(row: TotpRow): Write
  /** Accepts a code's time step, once (`affects: 1`): refused when it, or a later one, was accepted already. */
  claim(row: TotpRow, step: number, at: number): Write
  /** Makes the pending row the active one, in the place of what is there, and claims the step (`affects: 1`). */
  confirm(row: TotpRow, step: number, at: number): Write
  /** Moves the row to a newer key-encryption key. */
  reseal(row: TotpRow, to: Sealed): Write
  /** Removes both apps of the user. */
  remove(userId: string): Write
}
