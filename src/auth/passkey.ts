import { mint } from '../crypto/secret.js'
import type { Secret } from '../crypto/secret.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf, userParty } from './client.js'
import { pendingCookie, readCookie } from './cookie.js'
import type { KeyUse, SecurityKeyCheck } from './security-key-check.js'
import type { SignIn, SignIns } from './sign-in.js'
import { passkeyCounter, throttle } from './throttle.js'

/** Signing in with a passkey alone: the device and what unlocks it are two factors. */
export interface PasskeySignIn {
  /** Request options for whichever passkey the browser has; `secret` is for the cookie that binds them to this browser. */
  options(): Promise<{ readonly options: object; readonly secret: Secret }>
  /** 401 `invalid_code`, 429. */
  signIn(client: Client, response: unknown): Promise<SignIn>
}

export function passkeySignIn(parts: Parts, keys: SecurityKeyCheck, signIns: SignIns): PasskeySignIn {
  const { options, store, journal, digester } = parts
  const limits = throttle(parts)
  return Object.freeze({
    async options() {
      const secret = mint(options.secretPrefix, 'pending_sign_in')
      return { options: await keys.options(useIn(secret.reveal()), []), secret }
    },

    async signIn(client, response) {
      const { credentialDigest, userHandle } = keys.read(response)
      const counters = [passkeyCounter(parts, addressOf(client))]
      await limits.admit(counters)
      const takeBack = async (error: unknown): Promise<never> => {
        // A fault of ours is not a failed guess.
        await limits.takeBack(counters).catch(() => undefined)
        throw error
      }
      const key = await store.securityKeys.byCredential(credentialDigest)
      // WebAuthn Level 3, section 7.2, step 6: nobody was named before, so the answer must name the user.
      const user = key?.passkey === true && userHandle !== null ? await store.users.byId(key.userId) : null
      const use = useIn(readCookie(client, pendingCookie(options)) ?? '')
      const among = key ? [key] : []
      const given = user && !user.disabled ? { user, among, response } : null
      const proof = given && (await keys.check(client, use, given).catch(takeBack))
      if (!user || !proof) return refuse(client, user)
      return signIns.completeSignIn(client, user.id, {
        amr: ['hwk', 'user'],
        changes: [...proof.changes, ...limits.succeeded(counters)],
        events: proof.events,
        refuse: () => refuse(client, user),
      })
    },
  } satisfies PasskeySignIn)

  /** Bound to the browser that asked, so that nobody can be signed in as somebody else. */
  function useIn(secret: string): KeyUse {
    const holder = `browser:${digester.label(`passkey:${secret}`)}`
    return { purpose: 'passkey_sign_in', holder, userVerification: 'required' }
  }

  async function refuse(client: Client, user: { id: string; username: string } | null): Promise<never> {
    const refused = auditEvent(options.now(), actorOf(client, null), {
      type: 'session.refused',
      subject: user && userParty(user),
      userId: user?.id ?? null,
      outcome: 'refused',
      reason: 'invalid_code',
    })
    await journal.commit([], refused)
    throw challenged('invalid_code', options)
  }
}
