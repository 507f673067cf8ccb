/** Keys noted within the last minute. */
export interface RecentKeys {
  add(keyed: readonly { readonly key: string }[]): void
  remove(keyed: readonly { readonly key: string }[]): void
  has(key: string): boolean
}

/** Longer than anything takes that is under way. */
const keptMs = 60_000
const maxKeys = 10_000

export function recentKeys(): RecentKeys {
  /** When each was noted, the oldest first. */
  const noted = new Map<string, number>()

  return Object.freeze<RecentKeys>({
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
  })

  function forgetOld(): void {
    const since = performance.now() - keptMs
    for (const [key, at] of noted) {
      if (at >= since && noted.size <= maxKeys) return
      noted.delete(key)
    }
  }
}
