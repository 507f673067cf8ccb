import { readInput } from '../input/read-input.js'
import { revokedTexts, rewrappingOptions } from '../input/secrets.js'
import type { Rewrapped, Rewrapping } from '../secret-rotation/rewrapping.js'
import type { SecretRotation } from '../secret-rotation/secret-rotation.js'
import type { SecretStatus } from '../secret-rotation/status.js'
import type { LeakedSecrets, RevokedSecret } from '../secret-scanning/leaked-secrets.js'
import type { Acting } from './acting.js'

/** The secrets that the app is configured with, and those that were issued under them, as far as they have leaked. */
export interface HostSecrets {
  /** Counts what stands under each of `secrets`, or under any other key. */
  status(): Promise<SecretStatus>
  /** Moves all that can be moved to the first of `secrets`, while the app runs; once more goes on where one was ended. 503. */
  rewrap(how?: Rewrapping): Promise<Rewrapped>
  /** Ends what texts are the secrets of, such as of API keys and sessions, and says in their order what each was. 422. */
  revoke(texts: readonly string[]): Promise<readonly RevokedSecret[]>
}

/** Makes `keyward.secrets`. */
export function hostSecrets(
  rotation: SecretRotation,
  leaked: LeakedSecrets,
  { actor }: Pick<Acting, 'actor'>,
): HostSecrets {
  return Object.freeze({
    status: () => rotation.status(),
    rewrap: async (how = {}) => rotation.rewrap(actor, readInput(rewrappingOptions, how)),
    revoke: async (texts) => leaked.end(actor, readInput(revokedTexts, texts)),
  } satisfies HostSecrets)
}
