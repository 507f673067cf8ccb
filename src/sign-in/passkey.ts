import { pendingCookie, readCookie } from '../auth/cookie.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import type { Secret } from '../crypto/secret.js'
import { mint } from '../crypto/secret.js'
import { toUser } from '../identity.js'
import type { KeyRequestOptions } from '../mfa/security-key-options.js'
import { readResponse } from '../mfa/security-key.js'
import { nothingProved, withMethod } from '../policy/enforcement.js'
import type { SignIn } from './outcome.js'
import { readPending } from './pending.js'
import type { KeyUse, SecurityKeyCheck } from './security-key-check.js'
import type { SignIns } from './sign-in.js'
import type { Throttle } from './throttle.js'
import { passkeyCounter } from './throttle.js'

/** Signs users in with a passkey alone: the device and what unlocks it are two factors. */
export interface PasskeySignIn {
  /**
   * What a browser needs to ask for any passkey it has; `secret` is for the cookie that binds the challenge to this browser, `null` = it is
   * bound to the sign-in that is under way there. 429.
   */
  options(client: Client): Promise<{ readonly options: KeyRequestOptions; readonly secret: Secret | null }>
  /** Signs in whoever the answer of a passkey proves. 401 `invalid_code`, 429. */
  signIn(client: Client, response: unknown): Promise<SignIn>
  /**
   * The id of the credential that an answer names, if it is nobody's here, so that a browser can forget it (WebAuthn Level 3, section 5.1.10);
   * `null` = it is somebody's, or none is named. Whoever asks has the id already, which nobody can guess.
   */
  unknown(response: unknown): Promise<string | null>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'refusals'>

/** Makes the service. A refusal is an event. */
export function passkeySignIn(
  core: Needs,
  { keys, limits }: { readonly keys: SecurityKeyCheck; readonly limits: Throttle },
  signIns: SignIns,
): PasskeySignIn {
  const { options, store, refusals, digester } = core
  return Object.freeze({
    async options(client) {
      const underWay = (await readPending(core, client)) === null ? null : secretIn(client)
      const secret = underWay === null ? mint(options.secretPrefix, 'pending_sign_in') : null
      const use = useIn(secret?.reveal() ?? underWay ?? '')
      return { options: await keys.options(client, use, []), secret }
    },

    async signIn(client, response) {
      const { credentialDigest, userHandle } = keys.read(response)
      const key = await store.securityKeys.byCredential(credentialDigest)
      // WebAuthn Level 3, section 7.2, step 6: nobody was named before, so the answer must name the user.
      const userId = key?.passkey === true && userHandle !== null ? key.userId : null
      // The epoch is read before everything that is judged under it.
      const account = userId === null ? null : await store.accounts.byId(userId)
      const user = userId === null ? null : await store.users.byId(userId)
      const counted = limits.windows([passkeyCounter(core, countedAddressOf(client))])
      const right = await limits.attempt(counted, async () => {
        if (!key || !user || user.disabled) return null
        const use = useIn(secretIn(client) ?? '')
        const named = toUser(user, options)
        const proof = await keys.check(client, use, { user: named, among: [key], response })
        return proof && { ...proof, user }
      })
      if (!right) return refuse(client, user)
      return right.use((proof, forgiven) =>
        signIns.completeSignIn(client, proof.user.id, {
          proved: withMethod(withMethod(nothingProved, proof.method, proof.keyId), 'user'),
          securityEpoch: account?.securityEpoch ?? 0,
          changes: [...proof.changes, ...forgiven],
          events: proof.events,
          refuse: () => refuse(client, user),
        }),
      )
    },

    async unknown(response) {
      const named = readResponse(response)
      if (named === null) return null
      const known = await store.securityKeys.byCredential(fingerprint(named.credentialId))
      return known === null ? named.credentialId : null
    },
  } satisfies PasskeySignIn)

  function secretIn(client: Client): string | null {
    return readCookie(client, pendingCookie(options)) ?? null
  }

  /** Binds a challenge to the browser that asked, so that nobody can have somebody else signed in as themselves (login CSRF). */
  function useIn(secret: string): KeyUse {
    const holder = `browser:${digester.label(`passkey:${secret}`)}`
    return { purpose: 'passkey_sign_in', holder, userId: null, userVerification: 'required' }
  }

  async function refuse(client: Client, user: { id: string; username: string } | null): Promise<never> {
    await refusals.record(client, actorOf(client, null), {
      type: 'session.refused',
      subject: user && userParty(user),
      userId: user?.id ?? null,
      reason: 'invalid_code',
    })
    throw challenged('invalid_code', options)
  }
}
