import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import { secretBytes } from '../crypto/secret.js'
import type { Write } from '../store/write.js'

/** What a WebAuthn challenge is for: an answer to one counts for nothing else. */
export type ChallengePurpose =
  'sign_in' | 'reauthentication' | 'passkey_sign_in' | 'registration' | 'passkey_registration'

const challengeBytes = 32
const lifetimeMs = 5 * 60_000

/** Challenges that are good once, for one purpose and one holder (WebAuthn Level 3, section 13.4.3). */
export interface Challenges {
  /** Makes and stores a new challenge; answers it as base64url. */
  issue(purpose: ChallengePurpose, holder: string): Promise<string>
  /** When a challenge was issued, epoch ms; `null` = it was not issued here, or was used. */
  issuedAt(challenge: string): Promise<number | null>
  /**
   * The write that uses a challenge up, to be committed before anything is verified; refused (`affects: 1`) where the challenge was not
   * issued for this, is older than five minutes, or was used.
   */
  consume(challenge: string, purpose: ChallengePurpose, holder: string): Write
}

/** Makes the service; a challenge has 32 random bytes and is stored as its SHA-256. */
export function challenges({ store, options }: Pick<Core, 'store' | 'options'>): Challenges {
  return Object.freeze({
    async issue(purpose, holder) {
      const challenge = secretBytes(challengeBytes).toString('base64url')
      const expiresAt = options.now() + lifetimeMs
      await store.commit([
        store.challenges.insert({ digest: fingerprint(challenge), purpose, holder, expiresAt }),
      ])
      return challenge
    },
    async issuedAt(challenge) {
      const end = await store.challenges.endOf(fingerprint(challenge))
      return end === null ? null : end - lifetimeMs
    },
    consume: (challenge, purpose, holder) =>
      store.challenges.consume({ digest: fingerprint(challenge), purpose, holder }, options.now()),
  } satisfies Challenges)
}
