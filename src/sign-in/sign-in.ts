import { browserSession } from '../auth/authenticate.js'
import type { SessionEnd } from '../auth/ended-session.js'
import { endedSession } from '../auth/ended-session.js'
import { provedAtOf, provedToHost, signInOf } from '../auth/host/host-user.js'
import type { SessionPrincipal } from '../auth/principal.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf } from '../client.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import type { Amr, HostUser } from '../identity.js'
import { nothingProved, withMethod } from '../policy/enforcement.js'
import { abandonedSignIn } from './abandoned.js'
import type { CompletionNeeds, Evidence } from './completion.js'
import { signInCompletion } from './completion.js'
import type { SignIn } from './outcome.js'
import { onceMore } from './overtaken.js'
import type { PasswordCheck, PasswordProof } from './password-check.js'
import { hashedAnew } from './password-rehash.js'
import { storedPending } from './pending.js'
import { recordRefusedSignIn, signInRefusalOf } from './refused-sign-in.js'
import { signInBudget } from './sign-in-budget.js'

/** The ways to sign in, and out. */
export interface SignIns {
  /** Signs in with a password; 401 `invalid_credentials` for whatever is wrong with it, 503 `busy` if the account was changed twice meanwhile. */
  withPassword(client: Client, given: { username: string; password: string }): Promise<SignIn>
  /** Signs in a user whom the host has authenticated by its own means. */
  vouchedFor(client: Client, userId: string, amr: readonly Amr[]): Promise<SignIn>
  /** Signs in the user whom `resolveUser` names; what comes of it is bound to that. 429 beyond what one user may begin in an hour. */
  namedByHost(client: Client, named: HostUser): Promise<SignIn>
  /** The end of every sign-in: makes the session, or what comes before it, and ends the session that this browser had. */
  completeSignIn(client: Client, userId: string, evidence: Evidence): Promise<SignIn>
  /** What became of the session that this browser had; `null` = it had none that has ended. */
  endedSession(client: Client): Promise<SessionEnd | null>
  /** Ends the session of this browser, and its pending sign-in, if there are any. */
  signOut(client: Client): Promise<void>
}

/** Makes the service; `passwordCheck` judges passwords, and `passwords` hashes them anew. */
export function signIns(
  core: CompletionNeeds,
  passwordCheck: PasswordCheck,
  passwords: PasswordHashes,
): SignIns {
  const { options, store, journal } = core
  const completion = signInCompletion(core)
  const budget = signInBudget(core)
  return Object.freeze({
    async withPassword(client, given) {
      const replaced = await browserSession(core, client)
      return onceMore(() => withPassword(client, given, replaced)).catch(async (error: unknown) => {
        // The refusal is recorded, so that a user who is kept out can see from where somebody tried.
        const reason = signInRefusalOf(error)
        const refused = reason && { username: given.username, reason }
        if (refused) await recordRefusedSignIn(core, client, refused).catch(() => undefined)
        throw error
      })
    },
    async vouchedFor(client, userId, amr) {
      const securityEpoch = (await store.accounts.byId(userId))?.securityEpoch ?? 0
      return completion.complete(client, userId, {
        proved: { ...nothingProved, amr, vouched: amr },
        securityEpoch,
      })
    },
    async namedByHost(client, named) {
      const { userId } = named
      const counting = await budget.begin(userId)
      const securityEpoch = (await store.accounts.byId(userId))?.securityEpoch ?? 0
      return completion.complete(client, userId, {
        proved: provedToHost(named),
        securityEpoch,
        boundTo: signInOf(named),
        provedAt: provedAtOf(named, options.now()) ?? 0,
        ...counting,
      })
    },
    completeSignIn: completion.complete,
    endedSession: (client) => endedSession(core, client),
    async signOut(client: Client) {
      await completion.end(client, await browserSession(core, client))
      const pending = await storedPending(core, client)
      if (pending?.alive !== true) return
      const { user } = pending
      const abandoned = abandonedSignIn(core, actorOf(client, user), { user, reason: 'signed_out' })
      await journal.commit([store.pendingSignIns.consume(pending.pending.id)], abandoned)
    },
  } satisfies SignIns)

  async function withPassword(
    client: Client,
    { username, password }: { readonly username: string; readonly password: string },
    replaced: SessionPrincipal | null,
  ): Promise<SignIn> {
    const sessionOf = replaced && replaced.user.id
    const attempt = { who: { username }, password, ip: countedAddressOf(client), sessionOf }
    const signIn = await passwordCheck.check(attempt, async (proof) =>
      completion.complete(client, proof.user.id, { ...(await evidenceOf(password, proof)), replaced }),
    )
    if ('done' in signIn) return signIn.done
    await recordRefusedSignIn(core, client, { username, reason: signIn.refusal })
    throw challenged('invalid_credentials', options)
  }

  async function evidenceOf(password: string, proof: PasswordProof): Promise<Evidence> {
    const changes = [...proof.changes, ...(await hashedAnew(core, passwords, { proof, password }))]
    const { securityEpoch, user } = proof
    const { organizationId } = user
    return { proved: withMethod(nothingProved, 'pwd'), securityEpoch, organizationId, changes }
  }
}
