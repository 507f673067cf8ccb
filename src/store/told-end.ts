import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** The port of marks that somebody was told of the end of a credential, which outlive the notice itself. */
export interface ToldEndStore extends Sweepable {
  /** Those of these marks that there are. */
  told(digests: readonly string[]): Promise<readonly string[]>
  /** Makes a mark, of which there is one: where it is there already, the commit throws `ConflictError`. */
  mark(digest: string, endsAt: number): Write
}
