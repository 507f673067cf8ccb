import { hash } from 'node:crypto'
import Database from 'better-sqlite3'
import type { Place } from './database.js'

/** Who a key belongs to, as a guard by hand hands them on. */
export interface Person {
  readonly id: string
  readonly username: string
}

interface Kept extends Person {
  readonly expiresAt: number
}

const mostKept = 10_000

/**
 * What a careful engineer writes who wants what keyward's guard has: keys in use are kept, and a commit of anybody's ends all that is kept, as a
 * look at `data_version` once in each turn of the event loop tells.
 */
export function keptLookUp(place: Place): (token: string) => Person | null {
  if (place.type !== 'better-sqlite3') throw new Error('only a SQLite file says that it was changed')
  const database = new Database(place.database, { readonly: true })
  const version = database.prepare('PRAGMA data_version').pluck()
  const read = database.prepare<[string], Omit<Kept, 'expiresAt'> & { readonly expiresAt: string }>(
    `SELECT u.id, u.username, k."expiresAt" FROM person_key k JOIN person u ON u.id = k."userId"
     WHERE k.digest = ? AND NOT u.disabled`,
  )
  const kept = new Map<string, Kept>()
  let seen: unknown
  let isFresh = false

  return (token) => {
    if (!isFresh) dropWhatIsStale()
    const digest = hash('sha256', token)
    const found = kept.get(digest) ?? readOne(digest)
    return found && found.expiresAt > Date.now() ? found : null
  }

  function dropWhatIsStale(): void {
    const now = version.get()
    if (now !== seen) kept.clear()
    seen = now
    isFresh = true
    setImmediate(() => (isFresh = false))
  }

  function readOne(digest: string): Kept | null {
    const row = read.get(digest)
    if (!row) return null
    const found = { ...row, expiresAt: Date.parse(`${row.expiresAt.replace(' ', 'T')}Z`) }
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
    kept.set(digest, found)
    return found
  }
}
