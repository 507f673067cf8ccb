import type { Client } from '../client.js'
import { countedAddressOf } from '../client.js'
import type { Core } from '../core.js'
import type { ChallengePurpose, Challenges } from '../mfa/challenge.js'
import { challenges } from '../mfa/challenge.js'
import type { Counted, Throttle } from './throttle.js'
import { challengeCounter } from './throttle.js'

/** Whom a challenge is for, and what for. */
export interface ChallengeUse {
  readonly purpose: ChallengePurpose
  /** The session, pending sign-in or browser that an answer must come from. */
  readonly holder: string
  /** The user whom it is for; `null` = whoever has the key. */
  readonly userId: string | null
}

/** The challenges of security keys and passkeys. Each leaves a row in the database, so one address cannot have any number of them made. */
export interface LimitedChallenges extends Pick<Challenges, 'issuedAt'> {
  /** Makes a challenge, base64url; 429 where too many wait for their answers. */
  issue(client: Client, of: ChallengeUse): Promise<string>
  /** Uses a challenge up, before anything is verified. `false` = it was not issued for this, is too old, or was used. */
  consume(client: Client, challenge: string, of: ChallengeUse): Promise<boolean>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester'>

/** Makes the service; `limits` counts the challenges that wait for an answer. */
export function limitedChallenges(core: Needs, limits: Throttle): LimitedChallenges {
  const { issue, issuedAt, consume } = challenges(core)
  return Object.freeze({
    issuedAt,
    async issue(client, { purpose, holder, userId }) {
      const issued = await limits.attempt(waiting(client, userId), () => issue(purpose, holder))
      if (!issued) throw new TypeError('a challenge is always issued')
      return issued.use((challenge) => Promise.resolve(challenge))
    },
    consume(client, challenge, { purpose, holder, userId }) {
      const used = consume(challenge, purpose, holder)
      return core.store.commit([used, ...waiting(client, userId).release()])
    },
  } satisfies LimitedChallenges)

  function waiting(client: Client, userId: string | null): Counted {
    return limits.windows([challengeCounter(core, { ip: countedAddressOf(client), userId })])
  }
}
