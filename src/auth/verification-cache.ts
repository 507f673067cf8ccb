import { hash } from 'node:crypto'
import { refusalAt } from '../credentials/verdict.js'
import { isWellFormed } from '../crypto/secret.js'
import { boundedMap } from './bounded-map.js'
import type { Found } from './found.js'
import { lookUp } from './look-up.js'
import type { Needs } from './look-up.js'
import { reading } from './verify.js'
import type { Find } from './verify.js'

/** By estimate, of what is remembered. */
const maxBytes = 32 * 1024 * 1024
/** What an entry takes beside its texts. */
const entryBytes = 1500
/** Secrets nobody has: their own small memory, so that a flood of them drives out nothing. */
const unknownBounds = { maxEntries: 1000, maxBytes: Infinity }

/**
 * Finds credentials in memory where they were read before and nothing was revoked since; else reads, and look-ups of one
 * secret at the same time share a read. What is remembered is until when it is good, and each use asks the clock.
 * The secret itself is not kept, only its hash.
 */
export function remembering(parts: Needs): Find {
  const { revision } = parts.store
  const { maxEntries } = parts.options.verificationCache
  const live = reading(parts)
  if (maxEntries === 0) return live
  const { maxAgeMs } = revision
  const known = boundedMap<Found>({ maxEntries, maxBytes, maxAgeMs })
  const unknown = boundedMap<true>({ ...unknownBounds, maxAgeMs })
  let underWay = new Map<string, Promise<Found | null>>()
  let state: number | null = null

  return (kind, text) => {
    const current = revision.current()
    // Nobody knows what was revoked: nothing remembered counts.
    if (current === null) return live(kind, text)
    if (current !== state) forget(current)
    const key = hash('sha256', text, 'binary')
    const found = known.get(key)
    if (found) return found
    if (!isWellFormed(text) || unknown.get(key)) return null
    return underWay.get(key) ?? read(key, () => lookUp(parts, kind, text))
  }

  function forget(current: number): void {
    state = current
    known.clear()
    unknown.clear()
    // Reads that began before a revocation are for those who asked before it.
    underWay = new Map()
  }

  function read(key: string, look: () => Promise<Found | null>): Promise<Found | null> {
    const [since, mine] = [state, underWay]
    const reading = look()
      .then((found) => {
        if (since === state && since === revision.current()) remember(key, found)
        return found
      })
      .finally(() => mine.delete(key))
    mine.set(key, reading)
    return reading
  }

  function remember(key: string, found: Found | null): void {
    if (!found) unknown.set(key, true, 0)
    else if (refusalAt(found, parts.options.now()) === null) known.set(key, found, sizeOf(found))
  }
}

function sizeOf({ principal: { user, authInfo } }: Found): number {
  const { username, displayName, organizationId } = user
  const texts = [username, displayName ?? '', organizationId ?? '', ...authInfo.scopes]
  return texts.reduce((bytes, text) => bytes + 2 * text.length, entryBytes)
}
