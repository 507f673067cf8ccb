import type { Client } from '../client.js'
import { actorOf, addressOf } from '../client.js'
import { mayBeImported } from '../credentials/imported-api-key.js'
import { noteRefusal, refusalAt } from '../credentials/verdict.js'
import { claimedKind, isWellFormed } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import { withItsEnd } from './ending.js'
import type { ClaimedKind, VerificationNeeds } from './look-up.js'
import { lookUp } from './look-up.js'
import type { MaybePromise } from './maybe-promise.js'
import { andThen } from './maybe-promise.js'
import type { VerifiedCredential, Principal } from './principal.js'

/** Finds the credential of a text that claims to be a secret of a kind, by reading the database or in memory; `null` = there is none. */
export type CredentialFinder = (kind: ClaimedKind, text: string) => MaybePromise<VerifiedCredential | null>

/** Makes the finder that reads the database each time, for everything that manages credentials. */
export function uncached(core: VerificationNeeds): CredentialFinder {
  return (kind, text) => (isOfForm(kind, text) ? lookUp(core, kind, text) : null)
}

/** Whether a text has the form of what it claims to be; if not, there is nothing to look for. */
export function isOfForm(kind: ClaimedKind, text: string): boolean {
  return kind === 'imported_api_key' ? mayBeImported(text) : isWellFormed(text)
}

/** A text that a client sent as a credential, and how that is found. */
export interface Presentation {
  readonly text: string
  readonly find: CredentialFinder
}

/** Whose API key or token a text is; `null` = it is not valid. A text that cannot be one costs no look-up, any other at most one. */
export function verifyBearer(
  core: VerificationNeeds,
  client: Client,
  { text, find }: Presentation,
): MaybePromise<Principal | null> {
  const kind = bearerKind(core.options, text)
  return kind === null ? null : andThen(find(kind, text), (found) => judge(core, found, client))
}

/** What a bearer credential claims to be; `null` = nothing that is accepted as one. */
export function bearerKind(
  { secretPrefix, importedApiKeys }: Pick<Options, 'secretPrefix' | 'importedApiKeys'>,
  text: string,
): Exclude<ClaimedKind, 'session'> | null {
  const kind = claimedKind(secretPrefix, text)
  if (kind === 'api_key' || kind === 'token') return kind
  return kind === null && importedApiKeys ? 'imported_api_key' : null
}

/** Whose session the secret in a cookie is; `null` = it is not valid. It costs as much as `verifyBearer`. */
export function verifySession(
  core: VerificationNeeds,
  client: Client,
  { text, find }: Presentation,
): MaybePromise<Principal | null> {
  if (claimedKind(core.options.secretPrefix, text) !== 'session') return null
  return andThen(find('session', text), (found) => judge(core, found, client))
}

/** Decides whether a credential is accepted, anew at each use, and notes the use. */
function judge(core: VerificationNeeds, found: VerifiedCredential | null, client: Client): Principal | null {
  if (!found) return null
  const now = core.options.now()
  const reason = refusalAt(found, now)
  if (reason) {
    const by = { request: client, actor: actorOf(client, null), reason }
    return noteRefusal(core, { subject: found.party, owner: found.owner }, by)
  }
  // What may come from anywhere asks for no address.
  if (found.allows !== null) requireAllowed(core, found, client)
  const second = Math.trunc(now / 1000)
  // Once a second is often enough to know when it was last used: the address costs more than everything else here.
  if (second !== found.notedAt) {
    found.notedAt = second
    found.noteUse(now, addressOf(client))
  }
  return now < found.endsSoonFrom ? found.principal : (found.ending ??= withItsEnd(found))
}

/** Refuses a credential that comes from another address than it may. A client without an address comes from nowhere that is allowed. */
function requireAllowed(core: VerificationNeeds, found: VerifiedCredential, client: Client): void {
  const ip = addressOf(client)
  if (ip !== null && found.allows?.(ip) === true) return
  const by = { request: client, actor: actorOf(client, null), reason: 'address_not_allowed' } as const
  noteRefusal(core, { subject: found.party, owner: found.owner }, by)
  throw new KeywardError('address_not_allowed')
}
