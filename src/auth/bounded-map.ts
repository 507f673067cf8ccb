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

interface Entry<V> {
  readonly value: V
  readonly until: number
}

/**
 * Makes the map, of two halves: when the newer one is full it becomes the older, and what was the older is dropped.
 * So no entry has to be moved when it is used, or looked for when room is needed.
 */
export function boundedMap<V>({ maxEntries, maxBytes, maxAgeMs }: Bounds): BoundedMap<V> {
  let newer = new Map<string, Entry<V>>()
  let older = new Map<string, Entry<V>>()
  let bytesInNewer = 0

  return Object.freeze<BoundedMap<V>>({
    get(key) {
      const entry = newer.get(key) ?? older.get(key)
      return entry && performance.now() < entry.until ? entry.value : undefined
    },
    set(key, value, bytes) {
      if (bytes > maxBytes / 2) return
      if (newer.size + 1 > maxEntries / 2 || bytesInNewer + bytes > maxBytes / 2) turnOver()
      newer.set(key, { value, until: performance.now() + maxAgeMs })
      bytesInNewer += bytes
    },
    clear() {
      turnOver()
      older = new Map()
    },
  })

  function turnOver(): void {
    older = newer
    newer = new Map()
    bytesInNewer = 0
  }
}
