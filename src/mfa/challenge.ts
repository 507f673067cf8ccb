import { fingerprint } from '../crypto/digest.js'
import { secretBytes } from '../crypto/secret.js'
import type { Parts } from '../parts.js'

/** What a WebAuthn challenge is for: an answer to one counts for nothing else. */
export type ChallengePurpose =
  'sign_in' | 'reauthentication' | 'passkey_sign_in' | 'registration' | 'passkey_registration'

const challengeBytes = 32
const lifetimeMs = 5 * 60_000

/** Challenges that are good once, for one purpose and one holder (WebAuthn Level 3, section 13.4.3). */
export interface Challenges {
  /** A new one; base64url. */
  issue(purpose: ChallengePurpose, holder: string): Promise<string>
  /** Uses it up, before anything is verified; `false` = it was not issued for this, is too old, or was used. */
  consume(challenge: string, purpose: ChallengePurpose, holder: string): Promise<boolean>
}

export function challenges({ store, options }: Pick<Parts, 'store' | 'options'>): Challenges {
  return Object.freeze({
    async issue(purpose, holder) {
      const challenge = secretBytes(challengeBytes).toString('base64url')
      const expiresAt = options.now() + lifetimeMs
      await store.commit([
        store.challenges.insert({ digest: fingerprint(challenge), purpose, holder, expiresAt }),
      ])
      return challenge
    },
    consume(challenge, purpose, holder) {
      const digest = fingerprint(challenge)
      return store.commit([store.challenges.consume({ digest, purpose, holder }, options.now())])
    },
  } satisfies Challenges)
}
