/** A map that forgets its oldest entries to stay within bounds. */
export interface BoundedMap<V> {
  /** What was set under a key at most `maxAgeMs` ago, unless newer entries took its place. */
  get(key: string): V | undefined
  /** Sets an entry; `bytes` = about how much memory it takes. */
  set(key: string, value: V, bytes: number): void
  clear(): void
}

/** How much a map may keep, and for how long. */
export interface Bounds {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxAgeMs: number
}

/**
 * Makes the map out of two halves: when the newer one has half the bytes, or is half as old as entries may become, it takes the place of
 * the older, which gives up its oldest entry for each one that is too many. So no entry needs a time of its own, is moved when it is used,
 * or is searched for when room is needed: a look-up touches no memory but that of the entry. `elapsed` answers milliseconds that only go
 * forward.
 */
export function boundedMap<V>(
  { maxEntries, maxBytes, maxAgeMs }: Bounds,
  elapsed: () => number = () => performance.now(),
): BoundedMap<V> {
  const halfAgeMs = maxAgeMs / 2
  let newer = new Map<string, V>()
  let older = new Map<string, V>()
  let oldest = older.keys()
  let bytesInNewer = 0
  /** When the newer half becomes the older. */
  let turnAt = elapsed() + halfAgeMs

  return Object.freeze({
    get(key) {
      grow(elapsed())
      return newer.get(key) ?? older.get(key)
    },
    set(key, value, bytes) {
      if (bytes > maxBytes / 2) return
      const now = elapsed()
      grow(now)
      if (newer.size >= maxEntries || bytesInNewer + bytes > maxBytes / 2) turnOver(now + halfAgeMs)
      newer.set(key, value)
      if (newer.size + older.size > maxEntries) dropOldest()
      bytesInNewer += bytes
    },
    clear() {
      turnOver(elapsed() + halfAgeMs)
      older = new Map()
      oldest = older.keys()
    },
  } satisfies BoundedMap<V>)

  function grow(now: number): void {
    if (now < turnAt) return
    // The map was left alone for so long that its newer half is too old as well.
    if (now >= turnAt + halfAgeMs) turnOver(now)
    turnOver(turnAt + halfAgeMs)
  }

  function turnOver(next: number): void {
    older = newer
    oldest = older.keys()
    newer = new Map()
    bytesInNewer = 0
    turnAt = next
  }

  function dropOldest(): void {
    const { value } = oldest.next()
    if (value !== undefined) older.delete(value)
  }
}
