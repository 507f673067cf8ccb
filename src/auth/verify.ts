import type { Client } from '../client.js'
import { actorOf, addressOf } from '../client.js'
import { mayBeImported } from '../credentials/imported-api-key.js'
import { noteRefusal, refusalAt } from '../credentials/verdict.js'
import { claimedKind, isWellFormed } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import { channels, isHeard } from '../observation/channels.js'
import type { Counts } from '../observation/counts.js'
import type { CacheUse, VerificationOutcome, VerifiedKind, VerifyMessage } from '../observation/message.js'
import { traced } from '../observation/traced.js'
import type { Options } from '../options.js'
import { withItsEnd } from './ending.js'
import type { ClaimedKind, VerificationNeeds } from './look-up.js'
import { lookUp } from './look-up.js'
import type { MaybePromise } from './maybe-promise.js'
import type { VerifiedCredential, Principal } from './principal.js'

/** Finds the credential of a text that claims to be a secret of a kind, by reading the database or in memory; `null` = there is none. */
export interface CredentialFinder {
  (kind: ClaimedKind, text: string): MaybePromise<VerifiedCredential | null>
  /** Whether it may find it in memory. */
  readonly remembers: boolean
}

/** Makes the finder that reads the database each time, for everything that manages credentials. */
export function uncached(core: VerificationNeeds): CredentialFinder {
  const find = (kind: ClaimedKind, text: string) => (isOfForm(kind, text) ? lookUp(core, kind, text) : null)
  return Object.assign(find, { remembers: false })
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
  presented: Presentation,
): MaybePromise<Principal | null> {
  return verify(core, attemptOf(client, bearerKind(core.options, presented.text), presented))
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
  presented: Presentation,
): MaybePromise<Principal | null> {
  const claimed = claimedKind(core.options.secretPrefix, presented.text)
  return verify(core, attemptOf(client, claimed === 'session' ? claimed : null, presented))
}

/** One verification, with what is told of it. */
interface Attempt extends Presentation {
  readonly client: Client
  /** `null` = the text claims to be nothing that is accepted where it stood. */
  readonly kind: ClaimedKind | null
  cache: CacheUse
  /** What is told to whoever listens; `null` = nobody does. */
  message: VerifyMessage | null
}

function attemptOf(client: Client, kind: ClaimedKind | null, { text, find }: Presentation): Attempt {
  return { client, kind, text, find, cache: find.remembers ? 'hit' : 'bypass', message: null }
}

/** Verifies, and tells whoever listens. Where nobody does, what is found in memory is answered without a closure: nearly all requests come this way. */
function verify(core: VerificationNeeds, attempt: Attempt): MaybePromise<Principal | null> {
  return isHeard(channels.verify) ? verifyHeard(core, attempt) : decide(core, attempt)
}

function verifyHeard(core: VerificationNeeds, attempt: Attempt): MaybePromise<Principal | null> {
  const kind = shownKind(attempt.kind)
  const message: VerifyMessage = {
    kind,
    cache: null,
    outcome: null,
    reason: null,
    errorType: null,
    settled: false,
  }
  attempt.message = message
  return traced(channels.verify, message, () => decide(core, attempt))
}

function decide(core: VerificationNeeds, attempt: Attempt): MaybePromise<Principal | null> {
  const { kind, text, find } = attempt
  const found = kind === null ? null : find(kind, text)
  return found instanceof Promise ? decideLater(core, attempt, found) : judge(core, found, attempt)
}

async function decideLater(
  core: VerificationNeeds,
  attempt: Attempt,
  finding: Promise<VerifiedCredential | null>,
): Promise<Principal | null> {
  if (attempt.find.remembers) attempt.cache = 'miss'
  const found = await finding.catch((error: unknown) => {
    note(core.counts, attempt, { outcome: 'failed', reason: null })
    throw error
  })
  return judge(core, found, attempt)
}

/** Decides whether a credential is accepted, anew at each use, and notes the use. */
function judge(
  core: VerificationNeeds,
  found: VerifiedCredential | null,
  attempt: Attempt,
): Principal | null {
  if (!found) {
    note(core.counts, attempt, nobodys)
    return null
  }
  const { client } = attempt
  const now = core.options.now()
  const reason = refusalAt(found, now)
  if (reason) {
    note(core.counts, attempt, { outcome: 'refused', reason })
    const by = { request: client, actor: actorOf(client, null), reason }
    return noteRefusal(core, { subject: found.party, owner: found.owner }, by)
  }
  // What may come from anywhere asks for no address.
  if (found.allows !== null) requireAllowed(core, found, attempt)
  note(core.counts, attempt, accepted)
  const second = Math.trunc(now / 1000)
  // Once a second is often enough to know when it was last used: the address costs more than everything else here.
  if (second !== found.notedAt) {
    found.notedAt = second
    found.noteUse(now, addressOf(client))
  }
  return now < found.endsSoonFrom ? found.principal : (found.ending ??= withItsEnd(found))
}

/** Refuses a credential that comes from another address than it may. A client without an address comes from nowhere that is allowed. */
function requireAllowed(core: VerificationNeeds, found: VerifiedCredential, attempt: Attempt): void {
  const { client } = attempt
  const ip = addressOf(client)
  if (ip !== null && found.allows?.(ip) === true) return
  note(core.counts, attempt, { outcome: 'refused', reason: 'address_not_allowed' })
  const by = { request: client, actor: actorOf(client, null), reason: 'address_not_allowed' } as const
  noteRefusal(core, { subject: found.party, owner: found.owner }, by)
  throw new KeywardError('address_not_allowed')
}

/** What came of a verification. */
type Decided = Readonly<{ outcome: VerificationOutcome; reason: string | null }>

const accepted: Decided = Object.freeze({ outcome: 'accepted', reason: null })
const nobodys: Decided = Object.freeze({ outcome: 'unknown', reason: null })

/** Counts a verification, and completes what is told of it. */
function note(counts: Counts, attempt: Attempt, { outcome, reason }: Decided): void {
  const { cache, message } = attempt
  counts.verified(shownKind(attempt.kind), cache, outcome)
  if (message) Object.assign(message, { cache, outcome, reason })
}

/** A key that was imported is an API key like any other. */
function shownKind(kind: ClaimedKind | null): VerifiedKind {
  return kind === 'imported_api_key' ? 'api_key' : (kind ?? 'other')
}
