/** Keys noted within the last minute. */
interface RecentKeys {
  add(keyed: readonly { readonly key: string }[]): void
  remove(keyed: readonly { readonly key: string }[]): void
  has(key: string): boolean
}

/** No attempt is under way for longer. */
const keptMs = 60_000
const maxKeys = 10_000

/** Makes a note of keys that forgets each after a minute, and the oldest when there are too many. */
export function recentKeys(): RecentKeys {
  /** When each key was noted; the oldest comes first. */
  const noted = new Map<string, number>()

  return Object.freeze({
    add(keyed) {
      for (const { key } of keyed) {
        noted.delete(key)
        noted.set(key, performance.now())
      }
      forgetOld()
    },
    remove(keyed) {
      for (const { key } of keyed) noted.delete(key)
    },
    has(key) {
      forgetOld()
      return noted.has(key)
    },
  } satisfies RecentKeys)

  function forgetOld(): void {
    const since = performance.now() - keptMs
    for (const [key, at] of noted) {
      if (at >= since && noted.size <= maxKeys) return
      noted.delete(key)
    }
  }
}
