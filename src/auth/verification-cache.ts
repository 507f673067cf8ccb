import { hash } from 'node:crypto'
import { refusalAt } from '../credentials/verdict.js'
import { within } from '../store/time-limit.js'
import { boundedMap } from './bounded-map.js'
import type { ClaimedKind, VerificationNeeds } from './look-up.js'
import { lookUp } from './look-up.js'
import type { MaybePromise } from './maybe-promise.js'
import type { VerifiedCredential } from './principal.js'
import type { CredentialFinder } from './verify.js'
import { isOfForm, uncached } from './verify.js'

/** The most memory that remembered credentials may take, by estimate. */
const maxBytes = 32 * 1024 * 1024
/** What an entry takes beside its texts, by estimate. */
const entryBytes = 1500
/** What the ranges take that a key may be used from, by estimate. */
const rangesBytes = 4000
/** Secrets that nobody has are remembered apart, so that a flood of them does not drive out credentials. */
const unknownBounds = { maxEntries: 1000, maxBytes: Infinity }

/**
 * Makes the finder that answers from memory where a credential was read before and nothing was revoked since. Otherwise it reads, and
 * look-ups of one secret at the same time share a read. Until when a credential is valid is remembered with it, and each use asks the clock.
 * The secret itself is not kept, only its hash.
 */
export function cached(core: VerificationNeeds): CredentialFinder {
  const { revision } = core.store
  const { maxEntries } = core.options.verificationCache
  const live = uncached(core)
  if (maxEntries === 0) return live
  const { maxAgeMs } = revision
  const known = boundedMap<VerifiedCredential>({ maxEntries, maxBytes, maxAgeMs })
  const unknown = boundedMap<true>({ ...unknownBounds, maxAgeMs })
  let underWay = new Map<string, Promise<VerifiedCredential | null>>()
  let state: number | null = null

  return Object.assign(find, { remembers: true })

  function find(kind: ClaimedKind, text: string): MaybePromise<VerifiedCredential | null> {
    const current = revision.current()
    // It can't be told now what was revoked, so nothing that is remembered counts.
    if (current === null) return live(kind, text)
    if (current !== state) forget(current)
    const key = hash('sha256', text, 'binary')
    const credential = known.get(key)
    if (credential) return credential
    if (!isOfForm(kind, text) || unknown.get(key)) return null
    return underWay.get(key) ?? read(key, { kind, text })
  }

  function forget(current: number): void {
    state = current
    known.clear()
    unknown.clear()
    // Reads that began before a revocation count only for those who asked before it.
    underWay = new Map()
  }

  function read(key: string, { kind, text }: Presented): Promise<VerifiedCredential | null> {
    const [since, mine] = [state, underWay]
    // Later requests wait for this read as well, so it must not take longer than one of them may.
    const reading = within(lookUp(core, kind, text))
      .then((credential) => {
        if (since === state && since === revision.current()) remember(key, credential)
        return credential
      })
      .finally(() => mine.delete(key))
    mine.set(key, reading)
    return reading
  }

  function remember(key: string, credential: VerifiedCredential | null): void {
    if (!credential) unknown.set(key, true, 0)
    else if (refusalAt(credential, core.options.now()) === null)
      known.set(key, credential, sizeOf(credential))
  }
}

/** A text, and what it claims to be. */
interface Presented {
  readonly kind: ClaimedKind
  readonly text: string
}

function sizeOf({ principal: { user, authInfo }, allows }: VerifiedCredential): number {
  const { username, displayName, organizationId } = user
  const { metadata } = authInfo.credential
  const kept = metadata ? JSON.stringify(metadata) : ''
  const texts = [username, displayName ?? '', organizationId ?? '', ...authInfo.scopes]
  // As objects it takes more than as text.
  const more = 8 * kept.length + (allows === null ? 0 : rangesBytes)
  return texts.reduce((bytes, text) => bytes + 2 * text.length, entryBytes + more)
}
