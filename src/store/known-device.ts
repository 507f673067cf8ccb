import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A browser that a user has signed in from, as it is stored. */
interface KnownDeviceRow {
  /** Of what its cookie says, and of the user: nobody sees whether two users share one. */
  readonly digest: string
  readonly userId: string
  /** When they last signed in from it, epoch ms. */
  readonly seenAt: number
}

/** The port of browsers that users have signed in from: what it says decides whether they are told of a sign-in, and nothing else. */
export interface KnownDeviceStore extends Sweepable {
  /** Those of these digests that are known. */
  known(digests: readonly string[]): Promise<readonly string[]>
  /** Stores that a user was seen in a browser, and takes away all but the `keep` newest of theirs. */
  remember(row: KnownDeviceRow, keep: number): Write
  /** Notes that a known browser was seen again. */
  seen(digest: string, at: number): Write
}
