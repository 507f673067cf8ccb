/** The upper ends of the buckets, in seconds. */
export const bucketEnds = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05],
  ...[0.1, 0.25, 0.5, 1, 2.5, 5],
] as const

/** How long things took. */
export interface Histogram {
  observe(seconds: number): void
  /** For each end, how many took no longer. */
  upTo(): readonly { readonly end: number; readonly count: number }[]
  count(): number
  /** In seconds. */
  sum(): number
}

/** Makes a histogram in which nothing is yet. */
export function histogram(): Histogram {
  const counts = bucketEnds.map(() => 0)
  let all = 0
  let seconds = 0
  return Object.freeze({
    observe(took) {
      all++
      seconds += took
      const bucket = bucketEnds.findIndex((end) => took <= end)
      if (bucket >= 0) counts[bucket] = (counts[bucket] ?? 0) + 1
    },
    upTo() {
      let below = 0
      return bucketEnds.map((end, bucket) => ({ end, count: (below += counts[bucket] ?? 0) }))
    },
    count: () => all,
    sum: () => seconds,
  } satisfies Histogram)
}
