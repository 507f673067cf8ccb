/** A map that keeps the newest, within bounds. */
export interface BoundedMap<V> {
  /** What was set under a key at most `maxAgeMs` ago, unless newer entries took its place. */
  get(key: string): V | undefined
  /** `bytes` = about how much memory it takes. */
  set(key: string, value: V, bytes: number): void
  clear(): void
}

export interface Bounds {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxAgeMs: number
}

/**
 * Makes the map, of two halves: when the newer one is full, or half as old as entries may become, it takes the place of
 * the older. So no entry has a time of its own, or is moved when it is used, or looked for when room is needed: a
 * look-up touches no memory but that of the entry.
 */
export function boundedMap<V>({ maxEntries, maxBytes, maxAgeMs }: Bounds): BoundedMap<V> {
  const halfAgeMs = maxAgeMs / 2
  let newer = new Map<string, V>()
  let older = new Map<string, V>()
  let bytesInNewer = 0
  /** When the newer half becomes the older. */
  let turnAt = performance.now() + halfAgeMs

  return Object.freeze<BoundedMap<V>>({
    get(key) {
      grow(performance.now())
      return newer.get(key) ?? older.get(key)
    },
    set(key, value, bytes) {
      if (bytes > maxBytes / 2) return
      const now = performance.now()
      grow(now)
      if (newer.size + 1 > maxEntries / 2 || bytesInNewer + bytes > maxBytes / 2) turnOver(now + halfAgeMs)
      newer.set(key, value)
      bytesInNewer += bytes
    },
    clear() {
      turnOver(performance.now() + halfAgeMs)
      older = new Map()
    },
  })

  function grow(now: number): void {
    if (now < turnAt) return
    // Nobody has looked for so long that the newer half is too old, too.
    if (now >= turnAt + halfAgeMs) turnOver(now)
    turnOver(turnAt + halfAgeMs)
  }

  function turnOver(next: number): void {
    older = newer
    newer = new Map()
    bytesInNewer = 0
    turnAt = next
  }
}
