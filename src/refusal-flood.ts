/** The most rows from one source that are written at once in a minute, and by a flush where there is a flood. */
const maxRows = 10
/** This many refusals that wait from one source are a flood: people and their scripts come to fewer. */
const floodAt = 100
const maxSources = 1000

/** Refusals of one kind, counted. */
interface Counted {
  readonly count: number
}

/** Bounds how many rows are written at once, for each source of refusals. */
export interface AtOnce {
  /** Whether one more row from a source may be written at once this minute; it is counted if so. */
  admits(source: string): boolean
  /** Forgets the sources whose minute is over. */
  forgetOld(): void
}

/** Makes the bound; `isAgo` says whether a time is a minute ago. From the 1,001st source on, rows wait for the flush. */
export function atOnce(now: () => number, isAgo: (at: number) => boolean): AtOnce {
  const sources = new Map<string, { since: number; rows: number }>()
  return Object.freeze({
    admits(source) {
      const known = sources.get(source)
      if (!known && sources.size >= maxSources) return false
      if (!known || isAgo(known.since)) sources.set(source, { since: now(), rows: 1 })
      else if (known.rows >= maxRows) return false
      else known.rows++
      return true
    },
    forgetOld() {
      for (const [source, { since }] of sources) if (isAgo(since)) sources.delete(source)
    },
  } satisfies AtOnce)
}

/** Groups what waits into rows: each kind has a row of its own, but in a flood from one source all but the nine most frequent kinds share one. */
export function rowsOf<T extends Counted>(
  waiting: readonly T[],
  sourceOf: (one: T) => string,
): readonly (readonly T[])[] {
  const sources = new Map<string, T[]>()
  for (const one of waiting) {
    const source = sourceOf(one)
    const others = sources.get(source)
    if (others) others.push(one)
    else sources.set(source, [one])
  }
  return [...sources.values()].flatMap((all) => {
    const total = all.reduce((sum, { count }) => sum + count, 0)
    if (total <= floodAt || all.length <= maxRows) return all.map((one) => [one])
    const byCount = all.toSorted((a, b) => b.count - a.count)
    return [...byCount.slice(0, maxRows - 1).map((one) => [one]), byCount.slice(maxRows - 1)]
  })
}
