/** How samples are spread. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? NaN
  return { median: at(0.5), low: at(0), high: at(1) }
}

/** For a table. */
export function rounded(values: Spread, digits: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, number]) => [name, Number(value.toFixed(digits))]),
  )
}
